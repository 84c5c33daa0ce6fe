"""Names in any case under an index: whether a second colleague bears one is asked for each word that an erasing reads."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0004_privacy"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(django.db.models.functions.text.Lower("name"), name="person_name_any_case"),
        ),
    ]
