from django.db import migrations

import chaoxin.core.encryption


class Migration(migrations.Migration):

    dependencies = [
        ("inbox", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="inboundevent",
            name="private",
            field=chaoxin.core.encryption.EncryptedJSONField(null=True),
        ),
    ]
