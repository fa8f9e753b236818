from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('compliance', '0011_rules_changes'),
    ]

    operations = [
        migrations.AddField(
            model_name='rejudging',
            name='cause',
            field=models.JSONField(default=dict),
        ),
    ]
