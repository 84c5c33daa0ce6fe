"""A report goes out when it is due, once, to whoever may have it and wants it; what dies in between is made again as a whole."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comms.mail_words import writing
from comms.models import Delivery, Edition, EditionCopy, Report
from comms.models.report import HOLDS
from comms.outgoing import message
from comms.reports import letters, links, making, sending, subjects
from comms.reports.recipients import whom
from comms.reports.tasks import forget_editions, send_reports
from itsm.insights.charts import Mark, Row
from itsm.insights.dashboards import panels
from itsm.insights.dashboards.kept import keep
from itsm.people import roles
from itsm.services.models import ClosingDay, OpeningHours, SupportCalendar
from itsm.tickets.errors import Refused
from tests.comms.reports.conftest import SECRET
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def mails():
    return {row.person.name: row for row in Delivery.objects.select_related("person")}


def test_what_is_due_goes_out_once_and_comes_again_at_its_next_time(due, django_capture_on_commit_callbacks):
    was = due.next_at
    with django_capture_on_commit_callbacks() as waiting:
        send_reports()
    assert len(waiting) == 1
    send_reports()
    edition = Edition.objects.get()
    assert edition.due_at == was
    assert set(mails()) == {"Marit Sand", "Tess Okoro"}
    due.refresh_from_db()
    assert due.next_at > timezone.now()


def test_a_worker_that_dies_after_writing_leaves_nothing_behind_and_the_next_one_sends_to_all(
    due, monkeypatch
):
    """It is killed between the mails and the commit: its transaction goes with it."""
    real = Report.save

    def killed(report, **given):
        raise KeyboardInterrupt

    monkeypatch.setattr(Report, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        sending.sweep(now=timezone.now())
    assert not Edition.objects.exists()
    assert not Delivery.objects.exists()
    monkeypatch.setattr(Report, "save", real)
    sending.sweep(now=timezone.now())
    assert len(mails()) == 2


def test_one_that_fails_stands_in_nobodys_way(due, house):
    other = Report(owner=house.marit, dashboard="overview", hour=7)
    sending.schedule(other, now=timezone.now(), people=[house.marit], teams=[])
    Report.objects.filter(pk=other.pk).update(next_at=timezone.now() - timedelta(hours=1))
    due.own.figures = [["opened"]]  # broken by hand: it cannot be drawn
    due.own.save()
    sending.sweep(now=timezone.now())
    assert [edition.report for edition in Edition.objects.all()] == [other]
    due.own.figures = [["opened", "card"]]
    due.own.save()
    sending.sweep(now=timezone.now())
    assert Edition.objects.count() == 2


@pytest.mark.parametrize("why", ["paused", "owner gone", "owner no reader", "unshared", "nobody"])
def test_it_stays_at_home(due, house, why):
    match why:
        case "paused":
            sending.pause(due, now=timezone.now())
        case "owner gone":
            house.marit.deactivate()
        case "owner no reader":
            house.marit.groups.clear()
        case "unshared":
            due.own.owner, due.own.shared = house.tess, False
            due.own.save()
        case "nobody":
            due.left.set([house.marit, house.tess])
    sending.sweep(now=timezone.now())
    assert not Edition.objects.exists()


def test_what_was_due_while_it_was_paused_does_not_come_late(due):
    now = timezone.now()
    sending.pause(due, now=now)
    sending.resume(due, now=now)
    due.refresh_from_db()
    assert due.paused_at is None
    assert due.next_at > now


def test_it_goes_to_people_teams_and_managers_who_may_read_it(report, house):
    report.teams.set([house.team])
    report.managers = True
    report.left.set([house.tess])
    found = whom(report, subjects.of(report))
    assert ([p.name for p in found.get], [p.name for p in found.left], [p.name for p in found.closed]) == (
        ["Marit Sand"], ["Tess Okoro"], ["Ola Agent"],
    )  # fmt: skip
    report.own.shared = False
    assert whom(report, subjects.of(report)).get == [house.marit]


def test_now_besides_its_schedule_and_not_twice_in_a_minute(report):
    was = report.next_at
    sending.send_now(report, now=timezone.now())
    with pytest.raises(Refused, match="moment ago"):
        sending.send_now(report, now=timezone.now())
    report.refresh_from_db()
    assert (report.next_at, Edition.objects.count()) == (was, 1)


def test_a_day_that_was_closed_since_waits_for_the_next_open_one(due, house):

    office = SupportCalendar.objects.create(name="Report office")
    OpeningHours.objects.bulk_create(
        OpeningHours(calendar=office, weekday=day, opens="09:00", closes="17:00") for day in range(7)
    )
    today = timezone.localdate(due.next_at)
    ClosingDay.objects.create(calendar=office, date=today, reason="Snow")
    Report.objects.filter(pk=due.pk).update(calendar=office)
    sending.sweep(now=timezone.now())
    due.refresh_from_db()
    assert not Edition.objects.exists()
    assert timezone.localdate(due.next_at) == today + timedelta(days=1)


# The mail -------------------------------------------------------------------------------------------------------------


def test_the_mail_says_the_figures_in_the_readers_language_with_both_ways_on(report, house):
    sending.send_now(report, now=timezone.now())
    english, german = mails()["Marit Sand"], mails()["Tess Okoro"]
    copy = EditionCopy.objects.get(person=house.marit)
    assert english.subject.startswith("Monday, ")
    assert "because Marit Sand sends you “Monday”" in english.text
    for said in ("Opened: 61", "Opened, by team", "Report team: 61", "whole days", links.address(copy), links.leave_address(report.pk, house.marit.pk)):  # fmt: skip
        assert said in english.text, said
    assert '<th scope="row">Opened' in english.html
    for said in ("Hallo Tess", "ganze Tage (UTC), gezählt um", "Alles davon mit Schaubildern", "weil Marit Sand dir „Monday“ schickt"):  # fmt: skip
        assert said in german.text, said
    assert "whole days" not in german.text
    assert '<html lang="de">' in german.html
    head = message(english).extra_headers
    assert head["List-Unsubscribe"] == f"<{links.leave_address(report.pk, house.marit.pk)}>"
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_its_hour_is_the_organisations_whoever_sends_it(report, house):
    at = datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
    with timezone.override("America/New_York"):
        page = making.pages(report, subjects.of(report), ["en"], now=at)["en"]
    assert "whole days (UTC), counted at 07:05" in page["about"]


def test_no_title_of_a_ticket_and_no_colleague_is_in_a_mail_or_a_page(house, report):
    """Of every page that can be sent: what is restricted is counted, and told nowhere."""
    names = [SECRET, "Ola Agent"]
    for subject in subjects.subjects(house.marit):
        sent = Report(owner=house.marit, own=subject.own, dashboard="" if subject.own else subject.key)
        sending.schedule(sent, now=timezone.now(), people=[house.marit], teams=[])
        edition = sending.send_now(sent, now=timezone.now())
        mail = Delivery.objects.get(cause=letters.cause(edition.pk))
        said = f"{edition.pages} {mail.text} {mail.html}"
        assert not [name for name in names if name in said], subject.key
        assert "href" not in str(edition.pages)


def test_editions_are_forgotten_when_their_links_are_over(report):
    now = timezone.now()
    edition = sending.send_now(report, now=now - HOLDS - timedelta(minutes=2))
    kept = sending.send_now(report, now=now)
    forget_editions()
    assert list(Edition.objects.all()) == [kept]
    assert not EditionCopy.objects.filter(edition_id=edition.pk).exists()


def test_a_changed_letter_keeps_what_it_is_about(house):
    words = writing.ours(letters.KIND)
    assert {"{figures}", "{url}", "{about}"} <= set(words.text.split())


def test_the_overview_tells_what_waits_now_though_it_has_no_past(house):
    sent = Report(owner=house.marit, dashboard="overview")
    sending.schedule(sent, now=timezone.now(), people=[house.marit, house.tess], teams=[])
    sending.send_now(sent, now=timezone.now())
    assert mails()["Marit Sand"].subject.startswith("IT: How we do, ")
    assert mails()["Tess Okoro"].subject.startswith("IT: Wie es um uns steht, ")
    text = mails()["Marit Sand"].text
    for said in ("* Silence now: ", "* Longest silences now: ", "it has no past to compare with"):
        assert said in text, said


def test_a_figure_behind_which_too_few_stand_says_so_instead_of_being_left_out():
    known = {
        "key": "csat",
        "title": "Satisfied",
        "draw": panels.lines,
        "rows": [Row("Satisfied", [Mark(None, "too few")])],
    }
    few = panels.Panel(value="too few, of 3", **known)
    said = making.told({"told": [], "panels": [keep(few), keep(panels.Panel(**known))]})
    assert said == [making.Told("Satisfied", "too few, of 3", "")]


def test_a_hundred_readers_cost_no_more_statements_than_one(report, house):
    def cost(people):
        sending.schedule(report, now=timezone.now(), people=people, teams=[])
        Edition.objects.all().delete()
        with CaptureQueriesContext(connection) as asked:
            sending.send_now(Report.objects.get(pk=report.pk), now=timezone.now())
        return len(asked)

    more = PersonFactory.create_batch(4, roles=[roles.MANAGER])
    assert cost([house.marit]) == cost([house.marit, *more])
