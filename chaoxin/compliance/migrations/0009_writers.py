from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('compliance', '0008_unsent_replies'),
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
