from django.db import migrations

OLD, NEW = "未知用户 ", "未具名用户 "


def rename(apps, schema_editor):
    """People whom nobody had named are called as their platform calls them by now, the others by the one word."""
    person_model = apps.get_model("audience", "Person")
    for person in person_model.objects.filter(name__startswith=OLD).iterator():
        named = person.identities.exclude(name="").order_by("first_seen_at").first()
        person.name = named.name if named else NEW + person.name.removeprefix(OLD)
        person.save(update_fields=["name"])


class Migration(migrations.Migration):
    dependencies = [("audience", "0001_initial")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
