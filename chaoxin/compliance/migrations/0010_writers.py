from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('compliance', '0009_company_rule_sentences'),
    ]

    operations = [
        migrations.AddField(
            model_name='approvalrequest',
            name='writers',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='verdict',
            name='writers',
            field=models.JSONField(default=list),
        ),
    ]
