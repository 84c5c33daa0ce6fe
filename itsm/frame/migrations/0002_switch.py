import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def keep_what_is_used(apps, schema_editor):
    """Who runs Baton already and has something to ask for keeps it."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('catalog_offering')")
        if cursor.fetchone()[0] is None:
            return
        cursor.execute("SELECT EXISTS (SELECT FROM catalog_offering)")
        if cursor.fetchone()[0]:
            apps.get_model("frame", "Switch").objects.create(practice="catalog", on=True, at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("frame", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Switch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("practice", models.SlugField(db_index=False)),
                ("on", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "permissions": [("switch_practice", "Can switch practices on and off")],
                "default_permissions": (),
            },
        ),
        migrations.RunPython(keep_what_is_used, migrations.RunPython.noop),
    ]
