"""`manage.py demo`: Halden Instruments, so that there is something to look at."""

import time
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from changes import defaults as changes
from demo.load import SEED, load
from demo.models import Loaded
from demo.people import PASSWORD
from itsm.knowledge.models import Synonym
from itsm.knowledge.synonyms.starter import STARTER
from itsm.people.demo import DEMO_PEOPLE
from itsm.people.models import Person
from itsm.services import defaults as services
from itsm.tickets.models import Attachment, Event, Ticket


def write_first_rows() -> None:
    """What migrations wrote, for whoever begins."""
    services.write(apps.get_model)
    changes.write(apps.get_model)
    Synonym.objects.bulk_create(Synonym(words=list(words)) for words in STARTER)


class Command(BaseCommand):
    help = "Load the demo organisation into an empty database."
    requires_system_checks = ()  # they ran at migrate, and cost as much as a tenth of the loading

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="wipe a demo database and load it anew")
        parser.add_argument("--yes", action="store_true", help="with --again: do not ask")
        parser.add_argument("--scale", type=float, default=1.0, help="how much history, 1 is all of it")
        parser.add_argument("--seed", default=SEED, help="another word makes another history")
        parser.add_argument("--sign-ins", action="store_true", help="only say who may sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sign_ins"]:
            self.say_sign_ins()
            return
        if options["again"]:
            self.wipe(sure=options["yes"])
        if Person.objects.exists():
            raise CommandError(
                "There are people in this database already. `manage.py demo --again` loads a demo database anew."
                if Loaded.objects.exists()
                else "There are people in this database, and they are real. The demo organisation needs an empty database."
            )
        began = time.monotonic()
        load(now=timezone.now(), scale=options["scale"], seed=options["seed"])
        self.stdout.write(
            f"Halden Instruments: {Person.objects.count()} colleagues, {Ticket.objects.count()} tickets "
            f"({Ticket.objects.open().count()} open), {Event.objects.count()} events in {time.monotonic() - began:.1f} s."
        )

    def say_sign_ins(self) -> None:
        if not Loaded.objects.exists():
            return
        for who in DEMO_PEOPLE.values():
            self.stdout.write(f"{who.email:<28} {who.role:<16} {who.name} {who.says}")
        self.stdout.write(f"The sign-in page offers one click per role; the password is {PASSWORD}.")

    def wipe(self, *, sure: bool) -> None:
        """Only what was made up is ever thrown away, and only when somebody says so."""
        if not Person.objects.exists():
            return
        if not Loaded.objects.exists():
            raise CommandError("This is no demo database, so nothing is wiped.")
        if (
            not sure
            and input("All tickets and people of this demo are deleted. Go on? [y/N] ").strip().lower() != "y"
        ):
            raise CommandError("Nothing was changed.")
        for file in Attachment.objects.all():
            file.file.delete(save=False)
            file.thumbnail.delete(save=False)
        call_command("flush", interactive=False, verbosity=0)
        write_first_rows()
