"""manage.py import_servicenow FILE: bring the history of a ServiceNow desk along."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from incidents.servicenow.importing import BATCH, Import
from incidents.servicenow.log import Log, NotThisLog
from itsm.people.models import check_time_zone

BAR = 32  # characters


class Command(BaseCommand):
    help = (
        "Replay a ServiceNow audit log of incidents (CSV or .csv.gz, one row per update) into people, teams, services, "
        "incidents, events and clocks, with their true times. Can be stopped and started again; a second run changes nothing."
    )

    requires_system_checks = ("models",)  # it needs no page

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing.")
        parser.add_argument(
            "--batch", type=int, default=BATCH, help="Incidents in one transaction (default %(default)s)."
        )
        parser.add_argument("--report", type=Path, metavar="FILE", help="Write the full report as JSON.")
        parser.add_argument(
            "--time-zone", default="UTC", help="Zone of the log's times, such as Europe/Lisbon (default UTC)."
        )

    def handle(
        self, *, file: Path, dry_run: bool, batch: int, report: Path | None, time_zone: str, **options: Any
    ) -> None:
        run = Import(self.log(file, time_zone), dry=dry_run, batch=max(batch, 1))
        done = 0
        try:
            for rows in run.run():
                done += rows
                self.show(done, run.report.rows)
        except NotThisLog as error:
            raise CommandError(str(error)) from error
        self.say(run)
        if report:
            report.write_text(json.dumps(run.report.to_json(), indent=1))
            self.stdout.write(f"Every row that could not be mapped stands in {report}.")

    def log(self, file: Path, time_zone: str) -> Log:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            check_time_zone(time_zone)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return Log(file, ZoneInfo(time_zone))

    def show(self, done: int, rows: int) -> None:
        """A bar for people who watch; nothing for a log file."""
        if not sys.stderr.isatty():
            return
        filled = BAR * done // max(rows, 1)
        end = "\n" if done == rows else ""
        self.stderr.write(f"\r{'█' * filled}{'·' * (BAR - filled)} {done:,} of {rows:,} rows{end}", ending="")
        self.stderr.flush()

    def say(self, run: Import) -> None:
        for line in run.report.lines():
            self.stdout.write(line)
        if run.dry:
            self.stdout.write("A dry run: nothing was written.")
        elif not run.report.imported:
            self.stdout.write("Nothing changed.")
