"""A desk that begins has a calendar, service levels, a matrix and limits for silence that fit without configuring."""

from django.db import migrations

from itsm.services import defaults


def write_defaults(apps, schema_editor):
    defaults.write(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial")]
    operations = [migrations.RunPython(write_defaults, migrations.RunPython.noop)]
