"""Bringing a log in: once, again, half and then the rest, and only to look."""

import json
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Max

from incidents.models import Category, Incident
from incidents.servicenow.cast import DOMAIN
from itsm.people.models import Person, Site, Team
from itsm.services.models import Agreement, Service, SupportCalendar
from itsm.tickets.models import Clock, Event, Hold, Outbox, Ticket
from itsm.tickets.signals import event_recorded
from tests.factories import incident
from tests.incidents.servicenow import CUT, log, run

ROOT = Path(__file__).parents[2]
TABLES = (
    Person,
    Team,
    Site,
    Service,
    Category,
    Agreement,
    SupportCalendar,
    Ticket,
    Incident,
    Event,
    Clock,
    Hold,
    Outbox,
)
INCIDENTS, ROWS = 150, 1_013

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def state() -> dict[str, tuple[int, int]]:
    return {
        model.__name__: (model.objects.count(), model.objects.aggregate(Max("pk"))["pk__max"])
        for model in TABLES
    }


def timeline() -> list[tuple]:
    """All that was written, without the keys."""
    events = Event.objects.order_by("ticket__number", "pk")
    clocks = Clock.objects.order_by("ticket__number", "pk")
    return [
        list(events.values_list("ticket__number", "verb", "at", "actor__email", "details__source")),
        list(clocks.values_list("ticket__number", "kind", "ledger", "outcome", "worked")),
    ]


def command(*args: object) -> str:
    out = StringIO()
    call_command("import_servicenow", *map(str, args), stdout=out)
    return out.getvalue()


def test_all_of_a_log_comes_in_and_the_command_says_so():
    said = command(CUT)
    assert "150 incidents in 1,013 rows." in said
    assert "Imported 150 with 1,013 rows; 0 with 0 rows were there already." in said
    assert Incident.objects.count() == INCIDENTS
    assert Event.objects.filter(details__source__has_key="row").count() == ROWS


def test_a_second_run_changes_nothing_and_says_so():
    run(CUT)
    before = state()
    assert command(CUT).splitlines()[-1] == "Nothing changed."
    assert state() == before


def test_a_dry_run_writes_nothing_and_foretells_what_the_real_one_writes():
    before = counts()
    foretold = run(CUT, dry=True).report
    assert counts() == before
    done = run(CUT).report
    assert foretold.to_json() == done.to_json()
    assert counts()["Event"] - before["Event"] == foretold.written["events"]


def test_a_run_that_stopped_goes_on_where_it_was():
    whole = run(CUT, dry=True).report
    run(CUT, batch=20, batches=3)
    assert Incident.objects.count() == 60
    rest = run(CUT, batch=20).report
    assert (rest.present, rest.imported) == (60, 90)
    resumed = timeline()
    assert [len(lines) for lines in resumed] == [whole.written["events"], whole.written["clocks"]]


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_loses_nothing_and_repeats_nothing():
    env = {
        **os.environ,
        "DATABASE_URL": address(),
        "REDIS_URL": settings.VALKEY_URL,
        "SECRET_KEY": "kill",
        "DJANGO_SETTINGS_MODULE": "itsm.settings",
    }
    foretold = run(CUT, dry=True).report.written
    child = subprocess.Popen(
        [sys.executable, "manage.py", "import_servicenow", str(CUT), "--batch", "1"],
        cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    while child.poll() is None and not Incident.objects.exists():
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    _out, said = child.communicate()
    there = Incident.objects.count()
    assert 0 < there < INCIDENTS, said.decode()
    rest = run(CUT).report
    assert (rest.present, rest.imported) == (there, INCIDENTS - there)
    assert (Event.objects.count(), Clock.objects.count(), Hold.objects.count()) == tuple(
        foretold[name] for name in ("events", "clocks", "holds")
    )


def address() -> str:
    """This test's own database, as the product is told of one."""
    there = connection.settings_dict
    who = f"{there['USER']}:{there['PASSWORD']}@" if there["PASSWORD"] else f"{there['USER']}@"
    host = (
        f"/{quote(there['HOST'])}"
        if there["HOST"].startswith("/")
        else f"{there['HOST']}:{there['PORT'] or 5432}"
    )
    return f"postgres://{who}{host}/{there['NAME']}"


def test_nobody_is_told_of_what_happened_years_ago(django_capture_on_commit_callbacks):
    heard = []
    event_recorded.connect(heard.append, weak=False, dispatch_uid="test")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            run(CUT)
    finally:
        event_recorded.disconnect(dispatch_uid="test")
    assert heard == []
    assert not Outbox.objects.exists()


def test_people_from_a_log_cannot_sign_in_and_no_mail_reaches_them():
    run(CUT)
    people = Person.objects.filter(email__endswith=f"@{DOMAIN}")
    assert people.count() > 300
    assert not people.filter(is_active=True).exists()
    assert not any(person.has_usable_password() for person in people[:20])
    assert DOMAIN.endswith(".example")


def test_resolvers_are_agents_of_the_groups_that_named_them():
    run(CUT)
    held = Incident.objects.exclude(assignee=None).select_related("assignee", "team").first()
    assert held.assignee.works_the_desk
    assert held.team.members.contains(held.assignee)


def test_the_number_is_the_one_people_know():
    run(CUT)
    assert Incident.objects.filter(number__regex=r"^INC\d{7}$").count() == INCIDENTS


def test_numbers_that_look_like_ours_push_ours_ahead(tmp_path, agent, team):
    Team.objects.filter(pk=team.pk).update(first_line=True)
    ahead = int(incident(by=agent).number.removeprefix("INC-")) + 50
    run(log(tmp_path, {}, number=f"INC-{ahead}"))
    assert incident(by=agent).number == f"INC-{ahead + 1}"


def test_a_number_that_another_ticket_has_stays_with_it(tmp_path, agent, team):
    Team.objects.filter(pk=team.pk).update(first_line=True)
    ours = incident(by=agent)
    report = run(log(tmp_path, {}, {"incident_state": "Active"}, number=ours.number)).report
    assert (report.imported, report.left_out, report.problems) == (0, 2, {"number taken": [1, 2]})


def test_rows_that_came_after_the_first_import_stay_out_and_are_named(tmp_path):
    run(log(tmp_path, {}))
    report = run(log(tmp_path, {}, {"incident_state": "Active"}, name="later.csv")).report
    assert report.problems == {"grew since it was imported": [2]}
    assert Incident.objects.get().status == "new"


def test_the_report_file_has_every_row_with_its_reason(tmp_path):
    target = tmp_path / "report.json"
    command(CUT, "--report", target)
    report = json.loads(target.read_text())
    problem = report["problems"]["resolved without a time"]
    assert problem["count"] == len(problem["rows"]) > 0
    assert "without a verdict" in problem["what_was_done"]


def test_a_file_that_is_no_such_log_is_refused_in_words(tmp_path):
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("number,opened_at\nINC1,1/1/2016 09:00\n")
    with pytest.raises(CommandError, match="no column incident_state, sys_updated_at"):
        command(wrong)
    with pytest.raises(CommandError, match="There is no file"):
        command(tmp_path / "absent.csv")
    with pytest.raises(CommandError, match="is not a time zone"):
        command(CUT, "--time-zone", "Lisbon")
