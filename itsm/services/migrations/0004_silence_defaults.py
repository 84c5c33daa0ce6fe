from django.db import migrations

from itsm.services import defaults


def write_silence(apps, schema_editor):
    defaults.write_silence(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [("services", "0003_silence_limits")]
    operations = [migrations.RunPython(write_silence, migrations.RunPython.noop)]
