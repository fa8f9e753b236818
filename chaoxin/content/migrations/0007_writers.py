from django.db import migrations, models


# Who has saved a version that was no mere submission: of the drafts that are there already nobody can say it closer.
WHO_SAVED = """
UPDATE content_draft draft SET writers = saved.members
FROM (
    SELECT draft_id, jsonb_agg(DISTINCT by_id::text) members FROM content_version
    WHERE by_id IS NOT NULL AND NOT jsonb_exists(snapshot, 'submitted') GROUP BY draft_id
) saved
WHERE saved.draft_id = draft.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0006_stamped_recodings'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='writers',
            field=models.JSONField(default=list),
        ),
        migrations.RunSQL(WHO_SAVED, migrations.RunSQL.noop),
    ]
