"""`manage.py rollups`: bring the daily roll-ups up to date, make them anew, or compare them with the rows."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from itsm.insights.rollups import checking, keeping

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Bring the daily roll-ups up to date. --rebuild: make all anew. --check: compare them with the rows."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="count every day anew, the newest first")
        parser.add_argument(
            "--check", action="store_true", help="name what differs from the rows; ends with 1 if anything"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self.rebuild()
        elif not options["check"]:
            self.stdout.write(f"{keeping.keep_up(patience=float('inf'))} days counted")
        if options["check"]:
            self.check_days()

    def rebuild(self) -> None:
        began, end = monotonic(), "\r" if self.stdout.isatty() else "\n"
        done = of = 0
        for done, of in keeping.rebuild():
            self.stdout.write(f"{done} of {of} days", ending=end)
        self.stdout.write(f"{of} days counted anew in {monotonic() - began:.0f} s")

    def check_days(self) -> None:
        found = [difference for batch in checking.check_all() for difference in batch]
        for difference in found[:SHOWN]:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(
                f"{len(found)} differences. `manage.py rollups --rebuild` counts everything anew."
            )
        self.stdout.write("Every day says what its rows say.")
