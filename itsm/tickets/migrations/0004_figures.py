from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0003_monitoring"),
    ]

    operations = [
        migrations.AddField(
            model_name="clock",
            name="passed",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="waited",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="clock",
            name="was_due_at",
            field=models.DateTimeField(null=True),
        ),
    ]
