"""manage.py import_articles PATH --by E-MAIL: articles from a folder or an archive of Markdown."""

import csv
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from itsm.knowledge.importing import report
from itsm.knowledge.importing.carry import carry_out
from itsm.knowledge.importing.folder import Files, Unreadable, of_archive, of_folder
from itsm.knowledge.importing.plan import Options, plan
from itsm.people.models import Audience, Person

BAR = 32  # characters


class Command(BaseCommand):
    help = (
        "Import a folder, a zip file or a tar archive of Markdown with pictures as articles. What stands above a text says its "
        "title, summary, keywords, language, audience, services and owner. A second run changes only what changed in the files."
    )
    requires_system_checks = ("models",)  # it needs no page

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--by", required=True, metavar="E-MAIL", help="Who imports, and owns what names no owner."
        )
        parser.add_argument(
            "--as", dest="collection", default="", help="Tells this folder from others (default: its name)."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen; write nothing.")
        parser.add_argument("--drafts", action="store_true", help="Leave publishing to a second reader.")
        parser.add_argument(
            "--audience", choices=["everyone", "desk"], default=Audience.DESK, help="Where a file names none (default %(default)s)."
        )  # fmt: skip
        parser.add_argument("--language", default="en", help="Where a file names none (default %(default)s).")
        parser.add_argument(
            "--links-to", default="", metavar="ADDRESS", help="Site of links that begin with a slash."
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="Write every file and every failure as CSV."
        )

    def handle(self, *, path: Path, by: str, dry_run: bool, **options: Any) -> None:
        began = time.monotonic()
        person = Person.objects.active().with_email(by).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {by}.")
        chosen = Options(
            collection=options["collection"] or path.resolve().name.split(".")[0],
            publish=not options["drafts"], audience=options["audience"], language=options["language"],
            links_to=options["links_to"].rstrip("/"),
        )  # fmt: skip
        made = plan(self.files(path), chosen, by=person, step=self.show)
        if not dry_run:
            carry_out(made, by=person, step=self.show)
        self.stderr.write("\n" if sys.stderr.isatty() else "", ending="")
        for line in report.lines(made):
            self.stdout.write(line)
        if options["report"]:
            with options["report"].open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(report.rows(made))
        self.stdout.write(
            "A dry run: nothing was written." if dry_run else f"{time.monotonic() - began:.1f} s"
        )

    def files(self, path: Path) -> Files:
        try:
            if path.is_dir():
                return of_folder(path)
            return of_archive(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def show(self, done: int, of: int) -> None:
        """A bar for people who watch; nothing for a log file."""
        if not sys.stderr.isatty():
            return
        filled = BAR * done // max(of, 1)
        self.stderr.write(f"\r{'█' * filled}{'·' * (BAR - filled)} {done:,} of {of:,}", ending="")
        self.stderr.flush()
