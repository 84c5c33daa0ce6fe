"""Erasing people: who was erased, copies of what is held of somebody, and what names a person in other people's words."""

import uuid

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# `people_traces`: a regular expression of what names somebody. Everywhere: the address, the phone, and the full name unless a
# second colleague bears it. `near`, where the talk is of them: each part of the name, too.
# `people_without`: words in which, `people_without_in`: a JSON document in whose words they are called otherwise. Names near are compared as they are written, for many a first name
# is a word as well.
NAMES = r"""
CREATE FUNCTION people_escaped(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(words, '([!-/:-@\[-`{-~])', '\\\1', 'g')
$$;
CREATE FUNCTION people_traces(who bigint, near boolean) RETURNS text LANGUAGE sql STABLE AS $$
    WITH known AS (
        SELECT email, phone, preferred_name, name, split_part(name, ' ', 1) AS first, split_part(name, ' ', -1) AS last,
            name LIKE '% %' AND NOT EXISTS (
                SELECT 1 FROM people_person other WHERE other.id <> who AND lower(other.name) = lower(person.name)
            ) AS alone
        FROM people_person person WHERE id = who
    )
    SELECT '(?<![[:alnum:]_])(?:' || string_agg(people_escaped(trace), '|' ORDER BY length(trace) DESC)
        || ')(?![[:alnum:]_])'
    FROM known, LATERAL (VALUES
        (email, true), (phone, length(regexp_replace(phone, '\D', '', 'g')) >= 6),
        (name, alone OR near), (replace(name, '''', '&#x27;'), alone OR near), (last || ', ' || first, alone),
        (preferred_name, near), (first, near), (last, near)
    ) AS traces(trace, counts)
    WHERE counts AND length(trace) > 1 AND (trace = phone OR trace ~ '[[:alpha:]]')
$$;
CREATE FUNCTION people_without(words text, who bigint, near boolean, stand_in text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN near THEN regexp_replace(far, people_traces(who, true), stand_in, 'g') ELSE far END
    FROM (SELECT regexp_replace(words, people_traces(who, false), stand_in, 'gi') AS far) AS once
$$;
CREATE FUNCTION people_without_in(doc jsonb, who bigint, near boolean, stand_in text) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE jsonb_typeof(doc)
        WHEN 'string' THEN to_jsonb(people_without(doc #>> '{}', who, near, stand_in))
        WHEN 'array' THEN (
            SELECT coalesce(jsonb_agg(people_without_in(value, who, near, stand_in) ORDER BY place), '[]')
            FROM jsonb_array_elements(doc) WITH ORDINALITY AS parts(value, place))
        WHEN 'object' THEN (
            SELECT coalesce(jsonb_object_agg(key, people_without_in(value, who, near, stand_in)), '{}')
            FROM jsonb_each(doc))
        ELSE doc END;
END $$;
"""
NO_NAMES = """
DROP FUNCTION people_without_in(jsonb, bigint, boolean, text);
DROP FUNCTION people_without(text, bigint, boolean, text);
DROP FUNCTION people_traces(bigint, boolean);
DROP FUNCTION people_escaped(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_training_team"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "counts",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "permissions": [("erase_person", "Can erase a person")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DataCopy",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("file", models.FileField(blank=True, max_length=120, upload_to="")),
                ("size", models.BigIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="data_copies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "permissions": [("copy_person", "Can make a copy of what is held of a person")],
                "default_permissions": (),
                "indexes": [models.Index(fields=["person", "-asked_at"], name="copies_of_person")],
            },
        ),
        migrations.RunSQL(NAMES, NO_NAMES),
    ]
