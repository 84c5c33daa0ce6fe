"""The figures of communication on a week made by hand. Every number below was counted on paper.

One outage notice, A, to forty people, numbered 0 to 39: 0 to 29 colleagues, 30 to 35 managers, 36 to 39 IT.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from comms.measures import avoided, landing, noise, promises, telling
from comms.models import Addressee, Delivery, Notice, Question, Update
from incidents.models import Incident, MajorIncident
from itsm.insights.measures import Filter, one
from itsm.people.models import Person
from itsm.tickets.models import Participant
from tests.factories import PersonFactory, ServiceFactory, SiteFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = Filter(since=MONDAY, until=MONDAY + timedelta(weeks=1))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def notice(agent, **fields) -> Notice:
    given = {
        "kind": "outage",
        "phase": "resolved",
        "open": False,
        "title": "Mail is down",
        "published_at": MONDAY,
    }
    return Notice.objects.create(opened_by=agent, opened_at=MONDAY - HOUR, **{**given, **fields})


@pytest.fixture
def people():
    return [PersonFactory() for _n in range(40)]


@pytest.fixture
def outage(agent, service, people) -> Notice:
    """A: delivered to 36, of whom 2 came back unseen; seen by 25, confirmed by 15; question: 10 right, 4 wrong; clear: 18 of 24."""
    ticket = Incident.report(by=people[21], title="Mail is down", service=service, now=MONDAY - HOUR)
    made = notice(
        agent,
        ticket=ticket,
        must_acknowledge=True,
        question="Is anything lost?",
        answers=["Yes", "No"],
        right=1,
        over_at=MONDAY + 10 * HOUR,
    )
    made.services.add(service)
    Addressee.objects.bulk_create(
        Addressee(
            notice=made, person=person, why="serves", addressed_at=MONDAY,
            audience="colleagues" if n < 30 else "managers" if n < 36 else "it",
            delivered_at=MONDAY if n < 36 else None,
            bounced_at=MONDAY if n in {30, 31} else None,
            seen_at=MONDAY + HOUR if n < 25 else None,
            acknowledged_at=MONDAY + HOUR if n < 15 else None,
            understood=True if n < 10 else False if n < 14 else None,
            clear=True if n < 18 else False if n < 24 else None,
            affected_at=MONDAY + HOUR if n < 6 else None,
        )
        for n, person in enumerate(people)
    )  # fmt: skip
    return made


@pytest.fixture
def beside(agent, outage, people):
    """What stands beside A: an advisory to ten, all of whom saw it; a rehearsal and the week before, which count nowhere."""
    advisory, rehearsal, before = notice(agent, kind="advisory"), notice(agent, drill=True), notice(agent)
    for made, when in ((advisory, MONDAY), (rehearsal, MONDAY), (before, MONDAY - timedelta(days=3))):
        Addressee.objects.bulk_create(
            Addressee(
                notice=made,
                person=person,
                why="named",
                addressed_at=when,
                delivered_at=when,
                seen_at=when,
                clear=False if made != advisory else None,
            )
            for person in people[:10]
        )


def value(measure, chosen=WEEK):
    return round(one(measure, chosen).value, 4)


def test_delivered_reached_acknowledged_understood_and_clear(outage, beside):
    assert value(landing.delivered) == 88  # 34 + 10 of 40 + 10
    assert value(landing.reach) == 70  # 25 + 10 of 50
    assert value(landing.acknowledged) == 37.5  # 15 of the 40 who were asked to
    assert value(landing.understood) == 25  # 10 of the 40 who were asked
    assert value(landing.clarity) == 75  # 18 of 24 answers
    assert one(landing.clarity, WEEK).n == 24


def test_a_filter_leaves_the_notices_of_that_service(outage, beside, service):
    of_mail = Filter(since=WEEK.since, until=WEEK.until, service=service.pk)
    assert value(landing.reach, of_mail) == 62.5  # 25 of 40
    other = Filter(since=WEEK.since, until=WEEK.until, service=ServiceFactory().pk)
    assert one(landing.reach, other).n == 0


def test_fewer_than_twenty_answers_say_nothing(outage):
    Addressee.objects.filter(person__in=list(Person.objects.order_by("pk")[:5])).update(clear=None)
    Addressee.objects.filter(clear__isnull=False)[:1].get()
    kept = list(Addressee.objects.filter(clear__isnull=False).values_list("pk", flat=True)[:19])
    Addressee.objects.exclude(pk__in=kept).update(clear=None)
    figure = one(landing.clarity, WEEK)
    assert (figure.value, figure.n, figure.too_few) == (None, 19, True)


def test_contacts_avoided_lie_between_two_bounds(outage, people, service):
    """Seen by 0 to 24. "Me too": 0 to 5 under the notice, 6 and 7 on its incident. Wrote within a day: 3, 10 and 11 a ticket,
    12 a question; 13 a day and an hour after, which is no contact about it. Quiet: 25 - 4. Of the eight "me too", 3 wrote."""
    for n in (6, 7):
        outage.ticket.participants.create(person=people[n], part=Participant.Part.AFFECTED, since=MONDAY)
    for n, after in ((3, 2 * HOUR), (10, HOUR), (11, 23 * HOUR), (13, 26 * HOUR)):
        Incident.report(by=people[n], title="Still no mail", service=service, now=MONDAY + HOUR + after)
    Question.objects.create(
        notice=outage, by=people[12], at=MONDAY + 2 * HOUR, words="When?", channel="portal"
    )
    assert value(avoided.avoided_most) == 21
    assert value(avoided.avoided_least) == 7


def test_noise_is_mail_for_each_colleague_and_week(outage, people):
    """84 went out; five failed, three went to addresses outside, ten were last week."""
    fields = {"channel": "mail", "created_at": MONDAY, "message_id": "<m>", "thread_id": "<t>"}
    rows = [
        *(("sent", people[n % 40], MONDAY + n * MINUTE) for n in range(84)),
        *(("failed", people[n], None) for n in range(5)),
        *(("sent", None, MONDAY) for n in range(3)),
        *(("sent", people[n], MONDAY - HOUR) for n in range(10)),
    ]
    Delivery.objects.bulk_create(
        Delivery(
            cause=f"test:{n}", state=state, person=person, sent_at=at, address="a@halden.example", **fields
        )
        for n, (state, person, at) in enumerate(rows)
    )
    active = Person.objects.filter(is_active=True).count()
    assert value(noise.noise) == round(84 / active, 4)
    fortnight = Filter(since=MONDAY - timedelta(weeks=1), until=WEEK.until)
    assert value(noise.noise, fortnight) == round(94 / active / 2, 4)


def test_noise_of_a_site_is_for_each_of_its_colleagues(outage, people):
    """20 of the 40 sit in Leeds, and 30 mails went to them; 10 went to the others."""
    leeds = SiteFactory(name="Leeds")
    Person.objects.filter(pk__in=[person.pk for person in people[:20]]).update(site=leeds)
    fields = {"channel": "mail", "created_at": MONDAY, "message_id": "<m>", "thread_id": "<t>"}
    Delivery.objects.bulk_create(
        Delivery(
            cause=f"test:{n}",
            state="sent",
            person=person,
            sent_at=MONDAY,
            address="a@halden.example",
            **fields,
        )
        for n, person in enumerate([*people[:20], *people[:10], *people[20:30]])
    )
    there = Filter(since=WEEK.since, until=WEEK.until, site=leeds.pk)
    assert (value(noise.noise, there), one(noise.noise, there).n) == (1.5, 30)


def test_told_but_not_affected_is_the_share_without_any_sign(outage, people, service):
    """Reached outside IT: 0 to 35 without the two that came back, 34. Signs: "me too" 0 to 5; a ticket on its service while it
    lasted 10 and 11, not 13, who came a day later; in copy on the incident 20; its requester 21. So 24 of 34 without."""
    for n, at in ((10, MONDAY + HOUR), (11, MONDAY + 2 * HOUR), (13, MONDAY + 26 * HOUR)):
        Incident.report(by=people[n], title="Still no mail", service=service, now=at)
    outage.ticket.participants.create(person=people[20], part=Participant.Part.CC, since=MONDAY)
    assert one(noise.noise_share, WEEK).n == 34
    assert value(noise.noise_share) == round(100 * 24 / 34, 4)


def test_promises_on_notices_are_kept_by_the_next_message(outage, agent):
    """25 messages, each promising the next in 20 minutes. It came after 20, but four times after 25, and never after the last."""
    at = MONDAY
    for n in range(25):
        Update.objects.create(
            notice=outage,
            verb="update",
            phase="investigating",
            by=agent,
            at=at,
            next_update_at=at + 20 * MINUTE,
        )
        Update.objects.create(
            notice=outage, verb="remind", phase="investigating", by=agent, at=at + MINUTE
        )  # keeps nothing
        at += (25 if n in {5, 10, 15, 20} else 20) * MINUTE
    figure = one(promises.notice_promises_kept, WEEK)
    assert (figure.value, figure.n) == (80.0, 25)


def test_a_promise_whose_time_has_not_come_is_not_broken(outage, agent):
    now = timezone.now()
    for due in (now - MINUTE, now + HOUR):
        Update.objects.create(
            notice=outage, verb="update", phase="investigating", by=agent, at=now - HOUR, next_update_at=due
        )
    today = Filter(since=now - HOUR, until=now + 2 * HOUR)
    assert one(promises.notice_promises_kept, today).n == 1


def test_time_to_tell_is_the_first_notice_since_it_was_declared_and_since_it_was_reported(
    agent, colleague, service
):
    """21 incidents, told 1 to 21 minutes after their report, each declared 5 minutes after it. Told before it was declared is
    told in nought minutes: medians 11 and 6."""
    for n in range(1, 22):
        ticket = Incident.report(by=colleague, title=f"No {n}", service=service, now=MONDAY + n * HOUR)
        declared = ticket.opened_at + 5 * MINUTE
        MajorIncident.objects.create(
            incident=ticket, impact="All", proposed_by=agent, proposed_at=declared, declared_at=declared
        )
        notice(agent, ticket=ticket, published_at=ticket.opened_at + n * MINUTE)
        notice(
            agent, ticket=ticket, published_at=ticket.opened_at + 3 * HOUR
        )  # a second one is not the first
    assert value(telling.time_to_tell_detected) == 11
    assert value(telling.time_to_tell) == 6


def test_every_list_behind_a_figure_adds_up_to_it(outage, beside, manager):
    for measure in (
        landing.delivered,
        landing.reach,
        landing.acknowledged,
        landing.understood,
        landing.clarity,
    ):
        parts = [record.said.split(" of ") for record in measure.records(measure, WEEK, manager)]
        part, whole = (sum(int(pair[n]) for pair in parts) for n in (0, 1))
        assert round(100 * part / whole, 4) == value(measure)
