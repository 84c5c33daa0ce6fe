"""What came around a notice, and whether saying it anew helped. Every number below was counted on paper."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.measures import contacts, misread
from comms.models import Addressee, Notice, Question, Text, Update
from itsm.insights.measures import Filter, one
from itsm.tickets.models import Ticket
from tests.comms.measures.test_prepared_week import MINUTE, MONDAY, WEEK, notice, value
from tests.factories import PersonFactory, ServiceFactory, incident

pytestmark = pytest.mark.django_db
SEVEN_DAYS = timedelta(weeks=1)


@pytest.fixture
def made(agent, colleague, service):
    """Opens a ticket about mail, or about something else, so many minutes from the notice, so many weeks before."""

    def make(minutes, *, weeks=0, about=service, count=1):
        for _n in range(count):
            ticket = incident(by=colleague, service=about)
            moment = MONDAY + minutes * MINUTE - weeks * SEVEN_DAYS
            Ticket.objects.filter(pk=ticket.pk).update(opened_at=moment)

    return make


@pytest.fixture
def outages(agent, service):
    """Five at the same moment about mail, so that four quarters before each are enough to say something."""
    found = [notice(agent) for _n in range(5)]
    for one_of_them in found:
        one_of_them.services.add(service)
    return found


def test_contacts_in_a_quarter_of_an_hour_before_after_and_usually(outages, made, colleague):
    """Before: 12 in the hour, the one at -61 is outside. After: 5 tickets and, under the first, 5 questions; the one at 120 is
    outside. Usually: 8, 0, 4 and 4 in the same two hours of four weeks; five weeks before is too long ago. All five see the
    same tickets: 12 ÷ 4; (5 + 5 ÷ 5) ÷ 8; 16 ÷ 32."""
    made(-60, count=7)
    made(-1, count=5)
    made(-61)
    made(0, count=3)
    made(119, count=2)
    made(120)
    for week, count in ((1, 8), (3, 4), (4, 4), (5, 9)):
        made(30, weeks=week, count=count)
    made(30, about=ServiceFactory(name="Payroll"), count=6)
    for n in range(5):
        Question.objects.create(
            notice=outages[0], by=colleague, at=MONDAY + n * MINUTE, words="When?", channel="portal"
        )
    assert value(contacts.contacts_before) == 3
    assert value(contacts.contacts_after) == 0.75
    assert value(contacts.contacts_usual) == 0.5
    assert [one(each, WEEK).n for each in (contacts.contacts_before, contacts.contacts_after)] == [20, 40]


def test_each_notice_says_how_far_the_weeks_lie_apart(outages, made, manager):
    made(-5, count=12)
    made(5, count=4)
    made(30, weeks=1, count=8)
    records = contacts.contacts_after.records(contacts.contacts_after, WEEK, manager)
    assert {record.name for record in records} == {str(each) for each in outages}
    assert {(record.said, record.tone) for record in records} == {
        ("3.0 before, 0.50 after; usual 0.25 (0.00 to 1.0)", "kept")
    }


def test_a_rehearsal_an_advisory_and_two_hours_not_yet_over_count_nowhere(agent, service, made):
    now = timezone.now()
    for about in ({"drill": True}, {"kind": "advisory"}, {"published_at": now - 90 * MINUTE}):
        notice(agent, **about).services.add(service)
    ever = Filter(since=MONDAY, until=now + SEVEN_DAYS)
    assert one(contacts.contacts_after, ever).n == 0


def test_a_duplicate_was_a_contact_too(outages, made):
    made(5, count=8)
    first, *others = Ticket.objects.order_by("pk")
    Ticket.objects.filter(pk__in=[other.pk for other in others]).update(merged_into=first)
    assert value(contacts.contacts_after) == 1


# Said anew ----------------------------------------------------------------------------------------------------------------


def say(told: Notice, agent, at, verb="update", **words):
    update = Update.objects.create(notice=told, verb=verb, phase="investigating", by=agent, at=at)
    Text.objects.create(
        update=update,
        audience="colleagues",
        **{"subject": "Mail", "what": "No mail.", "do": "Wait.", **words},
    )


def answer(told: Notice, at, count: int, wrong: int, audience="colleagues"):
    Addressee.objects.bulk_create(
        Addressee(
            notice=told, person=PersonFactory(), why="named", addressed_at=MONDAY, audience=audience,
            answer=int(n < wrong), answered_at=at, understood=n >= wrong,
        )
        for n in range(count)
    )  # fmt: skip


@pytest.fixture
def asked(agent):
    """Told; a reminder, and the same words again, change nothing; new words after 30 minutes do."""
    found = notice(agent, question="Is anything lost?", answers=["No", "Yes"], right=0)
    say(found, agent, MONDAY, verb="publish")
    say(found, agent, MONDAY + 5 * MINUTE, verb="remind", what="Please confirm")
    say(found, agent, MONDAY + 10 * MINUTE, subject="Again")
    say(found, agent, MONDAY + 30 * MINUTE, do="Wait. Nothing is lost.")
    say(found, agent, MONDAY + 60 * MINUTE, do="All is well.")
    return found


def test_misread_before_and_after_it_was_said_anew(asked, manager):
    """Before: 7 of 20 colleagues and 3 of 5 managers wrong; after: 2 of 20, of whom one came at that very moment, and 1 of 5."""
    answer(asked, MONDAY + 20 * MINUTE, 20, 7)
    answer(asked, MONDAY + 29 * MINUTE, 5, 3, audience="managers")
    answer(asked, MONDAY + 30 * MINUTE, 1, 1)
    answer(asked, MONDAY + 45 * MINUTE, 19, 1)
    answer(asked, MONDAY + 90 * MINUTE, 5, 1, audience="managers")
    assert value(misread.misread_before) == 40
    assert value(misread.misread_after) == 12
    (record,) = misread.misread_after.records(misread.misread_after, WEEK, manager)
    assert record.said == "before: 10 of 25, after: 3 of 25 (colleagues, managers)"
    assert record.tone == "kept"


def test_a_notice_whose_words_never_changed_has_no_before_and_after(agent, asked):
    steady = notice(agent, question="Is anything lost?", answers=["No", "Yes"], right=0)
    say(steady, agent, MONDAY, verb="publish")
    say(steady, agent, MONDAY + 10 * MINUTE)
    answer(steady, MONDAY + 20 * MINUTE, 30, 10)
    assert one(misread.misread_before, WEEK).n == 0
    assert misread.around(steady) is None


def test_the_page_of_the_notice_says_whether_it_helped(as_agent, asked):
    answer(asked, MONDAY + 20 * MINUTE, 4, 3)
    assert "said anew" not in as_agent.get(asked.get_absolute_url()).content.decode()
    answer(asked, MONDAY + 45 * MINUTE, 6, 1)
    page = as_agent.get(asked.get_absolute_url()).content.decode()
    assert "3 of 4 answered wrongly before it was said anew, 1 of 6 since." in page
