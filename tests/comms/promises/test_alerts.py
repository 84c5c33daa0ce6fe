"""The promise of a notice: a warning before it is due, a word to the lead once it is broken, each once."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from comms.models import Delivery, Notice, Notification, Preference, Reason, Update
from comms.promises.alerts import sweep
from comms.promises.tasks import sweep_promises
from incidents.models import MajorIncident
from itsm.tickets.models import Ticket
from tests.factories import PersonFactory, TeamFactory, incident

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


def promised(by, *, until=60, **fields) -> Notice:
    """Published at noon by `by`, who promised the next message `until` minutes later."""
    given = {
        "kind": "outage",
        "phase": "investigating",
        "title": "Mail is down",
        "opened_by": by,
        "opened_at": NOON,
    }
    made = Notice.objects.create(**{**given, "published_at": NOON, "next_update_at": at(until), **fields})
    Update.objects.create(
        notice=made, verb="publish", phase="investigating", by=by, at=NOON, next_update_at=at(until)
    )
    return made


@pytest.fixture
def lead(team, agent):
    team.lead = PersonFactory(name="Lena Lead")
    team.save()
    return team.lead


def told():
    """Who was told what about a notice, in the inbox and by mail, in the order of the rows."""
    inbox = [
        (row.person.name, row.reason)
        for row in Notification.objects.filter(notice__isnull=False).order_by("pk")
    ]
    mail = [(row.person.name, row.reason) for row in Delivery.objects.order_by("pk")]
    return inbox, mail


@pytest.mark.django_db
def test_who_promised_is_warned_when_four_fifths_of_the_time_are_over(agent, lead):
    promised(agent)
    assert sweep(now=at(47)) == []
    mails = sweep(now=at(48))
    assert told() == ([("Ivo Lund", "promised")], [("Ivo Lund", "promised")])
    assert sweep(now=at(50)) == []
    mail = Delivery.objects.get(pk__in=mails)
    assert "The next message is due" in mail.subject
    assert "you promised the next message" in mail.text


@pytest.mark.django_db
def test_once_it_is_broken_the_lead_hears_it_too_and_both_once(agent, lead):
    notice = promised(agent)
    sweep(now=at(48))
    sweep(now=at(60))
    sweep(now=at(61))
    inbox, mail = told()
    assert inbox == [("Ivo Lund", "promised"), ("Lena Lead", "lead")]  # the newest line stands for the notice
    assert mail == [("Ivo Lund", "promised"), ("Ivo Lund", "promised"), ("Lena Lead", "lead")]
    assert "A promise was broken" in Delivery.objects.latest("pk").subject
    assert Notification.objects.get(person=lead).title.startswith(notice.number)


@pytest.mark.django_db
def test_a_warning_that_comes_after_the_fact_is_none(agent, lead):
    promised(agent)
    sweep(now=at(90))
    assert [reason for _name, reason in told()[1]] == ["promised", "lead"]


@pytest.mark.django_db
def test_a_renewed_promise_has_warnings_of_its_own(agent):
    notice = promised(agent)
    sweep(now=at(48))
    notice.next_update_at = at(120)
    notice.save()
    Update.objects.create(
        notice=notice, verb="update", phase="investigating", by=agent, at=at(50), next_update_at=at(120)
    )
    assert sweep(now=at(61)) == []
    assert len(sweep(now=at(106))) == 1


@pytest.mark.django_db
def test_long_promises_are_warned_of_an_hour_before(agent):
    promised(agent, until=30 * 24 * 60)
    assert sweep(now=at(29 * 24 * 60)) == []
    assert len(sweep(now=at(30 * 24 * 60 - 59))) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"drill": True}, {"open": False, "phase": "resolved"}, {"phase": "draft"}]
)
def test_rehearsals_drafts_and_what_is_over_warn_nobody(agent, fields):
    promised(agent, **fields)
    assert sweep(now=at(90)) == []
    assert told() == ([], [])


@pytest.mark.django_db
def test_for_a_major_incident_it_is_whoever_speaks_for_it_and_nobody_twice(
    agent, outsider, lead, colleague, service
):
    """The incident's own clock tells its holder and its lead; the notice adds only who speaks."""
    ticket = incident(by=colleague, service=service, now=NOON)
    MajorIncident.propose(ticket, impact="All", by=agent, now=NOON).promote(
        lead=agent, communications=outsider, by=agent, now=NOON
    )
    promised(agent, ticket=ticket)
    ticket.promise(at(60), by=agent, now=at(1))
    sweep(now=at(61))
    assert told()[1] == [("Noor Haddad", "promised")]


@pytest.mark.django_db
def test_who_said_no_to_mail_about_clocks_reads_it_in_the_inbox(agent):
    Preference.objects.create(person=agent, group="clock", channel="mail", wanted=False)
    promised(agent)
    assert sweep(now=at(50)) == []
    assert told() == ([("Ivo Lund", Reason.PROMISED)], [])


@pytest.mark.django_db
def test_with_nothing_due_the_sweep_is_one_question(agent, django_assert_num_queries):
    promised(agent, until=240)
    with django_assert_num_queries(1):
        sweep(now=NOON)


@pytest.mark.django_db(transaction=True)
def test_four_workers_sweeping_at_once_tell_once():
    team = TeamFactory(lead=PersonFactory())
    holder = PersonFactory(teams=[team])
    notices = [promised(holder) for _n in range(5)]
    barrier = Barrier(4)

    def run() -> None:
        barrier.wait()
        try:
            sweep(now=at(90))
        finally:
            connections.close_all()

    workers = [Thread(target=run) for _n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Delivery.objects.count() == 2 * len(notices)
    assert Notification.objects.count() == 2 * len(notices)


@pytest.mark.django_db
def test_the_task_sends_what_it_wrote(agent, django_capture_on_commit_callbacks):
    promised(agent)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_promises()
    assert Delivery.objects.get(person=agent).group == "clock"


@pytest.mark.django_db
def test_of_a_restricted_incident_the_lead_who_may_not_see_it_hears_nothing(agent, lead, colleague, service):
    ticket = incident(by=colleague, service=service, now=NOON)
    Ticket.objects.filter(pk=ticket.pk).update(restricted=True)
    promised(agent, ticket=ticket)
    sweep(now=at(61))
    assert told() == ([("Ivo Lund", "promised")], [("Ivo Lund", "promised")])
