"""Lines and posts about a ticket are found by an index: retention asks for them every few hundred tickets."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comms", "0008_reports"),
        ("tickets", "0007_erasing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="chatpost",
            index=models.Index(
                condition=models.Q(("ticket__isnull", False)), fields=["ticket"], name="chat_of_ticket"
            ),
        ),
        migrations.AddIndex(
            model_name="held",
            index=models.Index(
                condition=models.Q(("event__isnull", False)), fields=["event"], name="held_of_event"
            ),
        ),
    ]
