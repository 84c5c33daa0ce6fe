"""A fresh install knows how to weigh a change and who authorises it, without configuring."""

from django.db import migrations

from changes import defaults


def write_defaults(apps, schema_editor):
    defaults.write(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]
    operations = [migrations.RunPython(write_defaults, migrations.RunPython.noop)]
