"""`manage.py bench`: the speed table, measured on this machine against the reference page of the same run."""

import json
import os
import tempfile
import time
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from demo.bench import databases, learning, mailing, report
from demo.bench.bulk import Bulk
from demo.bench.measure import Row, measure
from demo.models import Loaded
from itsm.run import prepare


class Command(BaseCommand):
    help = "Measure Baton's pages at 10k and 100k tickets (SIZE=10k,100k,1M)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--size",
            default=os.environ.get("SIZE") or "10k,100k",
            help="10k, 100k, 1M or a number; several with commas",
        )
        parser.add_argument("--only", choices=["pages", "learning", "mail"], help="one part of it")
        parser.add_argument("--people", type=int, default=mailing.PEOPLE, help="so many get the notice")
        parser.add_argument("--fresh", action="store_true", help="make the databases anew")
        parser.add_argument("--drop", action="store_true", help="drop the databases afterwards")
        parser.add_argument("--fill", type=int, help="(inside) fill this database with so many tickets")
        parser.add_argument(
            "--mail", help="(inside) measure mail on this empty database, write the rows to this file"
        )
        parser.add_argument("--measure", help="(inside) measure this database, write the rows to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fill"]:
            self.fill(options["fill"])
        elif options["measure"]:
            keep(measure(), options["measure"])
        elif options["mail"]:
            keep(mailing.measure(options["people"]), options["mail"])
        else:
            self.everything(options)

    def everything(self, options: dict[str, Any]) -> None:
        found: dict[str, list[Row]] = {}
        if options["only"] in {None, "pages"}:
            self.all_sizes(options, found)
        if options["only"] in {None, "learning"}:
            found["learning"] = rows = learning.measure()
            self.stdout.write(report.table("Learning", rows))
        if options["only"] in {None, "mail"}:
            found["mail"] = rows = self.mail(options["people"])
            self.stdout.write(report.table("Mail", rows))
        self.stdout.write(f"Kept in {report.keep(found).relative_to(databases.ROOT)}")

    def mail(self, people: int) -> list[Row]:
        """On a database of its own, because an earlier notice's rows would make this one slower."""
        name = f"{databases.name_of(0)}_mail"
        databases.make(name, fresh=True)
        try:
            databases.run(name, "migrate", "--skip-checks", "--verbosity", "0")
            return self.inside(name, "--people", str(people), "--mail")
        finally:
            databases.drop(name)

    def all_sizes(self, options: dict[str, Any], found: dict[str, list[Row]]) -> None:
        prepare.collect()
        for size in sorted({databases.size_of(name) for name in options["size"].split(",")}):
            found[f"{size:,} tickets"] = rows = self.one_size(size, fresh=options["fresh"])
            self.stdout.write(report.table(f"{size:,} tickets", rows))
            if options["drop"]:
                databases.drop(databases.name_of(size))
        names = list(found)
        for large in names[1:]:
            found[f"{large} against {names[0]}"] = rows = report.growth(found[names[0]], found[large])
            if rows:
                self.stdout.write(report.table(f"{large} against {names[0]}", rows))

    def one_size(self, size: int, *, fresh: bool) -> list[Row]:
        name = databases.name_of(size)
        databases.make(name, fresh=fresh or self.is_old(name))
        databases.run(name, "migrate", "--skip-checks", "--verbosity", "0")
        databases.run(name, "bench", "--fill", str(size))
        return self.inside(name, "--measure")

    def inside(self, name: str, *what: str) -> list[Row]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rows.json"
            databases.run(name, "bench", *what, str(path))
            return [Row(**row) for row in json.loads(path.read_text())]

    def is_old(self, name: str) -> bool:
        """Made by other tables or another generator than today's, or never finished."""
        return databases.mark_of(name) not in {"", databases.fingerprint()}

    def fill(self, size: int) -> None:
        if Loaded.objects.exists():
            return
        began = time.monotonic()
        Bulk(size, now=timezone.now()).fill()
        Loaded.objects.create(seed=databases.fingerprint(), scale=size, at=timezone.now())
        self.stdout.write(f"{size:,} tickets made in {time.monotonic() - began:.0f} s")


def keep(rows: list[Row], path: str) -> None:
    Path(path).write_text(json.dumps([asdict(row) for row in rows]))
