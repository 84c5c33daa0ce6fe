"""A desk that begins has the everyday words for the same thing. What somebody has written already stays alone."""

from typing import Any

from django.db import migrations

from itsm.knowledge.synonyms.starter import STARTER


def write(apps: Any, schema_editor: Any) -> None:
    synonyms = apps.get_model("knowledge", "Synonym").objects
    if not synonyms.exists():
        synonyms.bulk_create(synonyms.model(words=list(words)) for words in STARTER)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop, elidable=False)]
