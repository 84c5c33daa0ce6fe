"""`manage.py write_up_outages`: availability of the time in which notices told of outages and nobody kept a record of them."""

from typing import Any

from django.core.management.base import BaseCommand

from comms.models import Notice
from comms.notices import downtime


class Command(BaseCommand):
    help = "Records the outages of old notices. Notices whose outages are on record are left alone, so it may run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        written = downtime.write_up(Notice.objects.all())
        self.stdout.write(f"{written} outages written up.")
