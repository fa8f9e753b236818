from django.db import migrations

# Where a delivery has come to, and the end of the attempt that the platform was still working at.
ENDS = {
    "published": "published",
    "removed": "published",
    "refused": "refused",
    "canceled": "stopped",
}


def end(apps, schema_editor):
    """Attempts whose deliveries are settled end as these did."""
    attempt_model = apps.get_model("publishing", "Attempt")
    for state, outcome in ENDS.items():
        attempt_model.objects.filter(outcome="pending", delivery__state=state).update(outcome=outcome)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0007_app_opening")]
    operations = [migrations.RunPython(end, migrations.RunPython.noop)]
