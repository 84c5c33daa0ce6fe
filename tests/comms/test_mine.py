"""What you wanted and what you got: the choices page, the list of everything, and the figure of too much."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from comms import tasks
from comms.budget import mine, weekly
from comms.budget.forms import groups_for
from comms.models import (
    Addressee,
    Delivery,
    Group,
    Held,
    How,
    Notice,
    Notification,
    Preference,
    Quiet,
    Reason,
    Update,
)
from itsm.frame.paging import BrokenCursor
from itsm.people.models import Person
from tests.factories import PersonFactory, incident

pytestmark = pytest.mark.django_db
WORDS = "Your mailbox is back, sign in again."
NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)  # a Thursday
MONDAY = date(2026, 11, 30)


@pytest.fixture
def ticket(colleague, service, agent, deal):
    made = incident(by=colleague, service=service, title="Mail is down")
    made.take(by=agent)
    made.reply(WORDS, by=agent)
    deal()
    return made


@pytest.fixture
def notice(colleague, agent) -> Notice:
    """Told to the colleague, who has seen and confirmed it."""
    made = Notice.objects.create(
        kind="outage", title="The network is slow", opened_by=agent, opened_at=NOON, phase="investigating"
    )
    update = Update.objects.create(notice=made, verb="publish", phase="investigating", by=agent, at=NOON)
    Addressee.objects.create(
        notice=made, person=colleague, why="site", about="Porto", addressed_at=NOON, delivered_at=NOON,
        seen_at=NOON + timedelta(minutes=4), acknowledged_at=NOON + timedelta(minutes=5),
    )  # fmt: skip
    about = {"reason": Reason.ADDRESSED, "about": "you work at Porto"}
    Notification.objects.create(notice=made, person=colleague, title="The network is slow", at=NOON, **about)
    Delivery.objects.create(
        cause=f"update:{update.pk}", update=update, person=colleague, group=Group.NOTICE, address=colleague.email,
        state="sent", sent_at=NOON, created_at=NOON, **about,
    )  # fmt: skip
    return made


def shown(browser, **query) -> str:
    return browser.get("/comms/mine/", query).content.decode()


def sent(
    person: Person, number: int, *, group: str = Group.CLOCK, at: datetime = NOON, state: str = "sent"
) -> None:
    rows = [
        Delivery(
            cause=f"{group}:{state}:{at}:{each}", person=person, group=group, address=person.email, state=state, created_at=at,
            reason=Reason.HOLDER,
        )
        for each in range(number)
    ]  # fmt: skip
    Delivery.objects.bulk_create(rows)


# What you got -------------------------------------------------------------------------------------------------------


def test_every_message_stands_there_with_channel_reason_and_state(ticket, as_colleague):
    page = shown(as_colleague)
    assert page.count("Ivo Lund replied: Mail is down") == 2, "by mail and in the inbox"
    assert "We have it: Mail is down" in page
    for part in ("because you asked for help", ">mail<", ">inbox<", "waiting", "unread"):
        assert part in page
    assert 'class="portal"' in page


def test_of_a_notice_every_step_that_is_recorded_is_shown(notice, as_colleague, as_outsider):
    page = shown(as_colleague)
    for step in ("addressed", "delivered", "seen", "confirmed"):
        assert f"{step} <time" in page
    assert "answered" not in page.partition("Recorded:")[2]
    assert "because you work at Porto" in page
    assert notice.number not in shown(as_outsider), "nobody reads another's list"


def test_what_was_closed_to_them_since_keeps_its_line_without_its_words(
    ticket, outsider, as_outsider, agent, deal
):
    ticket.add_person(outsider, "watcher", by=agent)
    ticket.note("A word among us.", by=agent)
    deal()
    assert "Mail is down" in shown(as_outsider)
    ticket.remove_person(outsider, "watcher", by=agent)
    ticket.restrict(by=agent, restricted=True)
    page = shown(as_outsider)
    assert "Mail is down" not in page
    assert ticket.number not in page
    assert "About something that is closed to you now" in page


def test_what_waits_for_the_digest_stands_on_top_with_its_hour(colleague, as_colleague):
    Held.objects.create(
        person=colleague, cause="event:1", group=Group.ANSWER, reason=Reason.ASKED, line="[INC-9] News", url="/", at=NOON, due_at=NOON
    )  # fmt: skip
    assert "[INC-9] News" in shown(as_colleague)


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_show_everything_once_in_the_order_of_time(ticket, colleague, agent, deal, size):
    for number in range(4):
        ticket.reply(f"{WORDS} {number}", by=agent)
        deal()
    some = list(
        Notification.objects.filter(person=colleague).order_by("pk").values_list("pk", flat=True)[1:3]
    )
    Notification.objects.filter(pk__in=some).update(read_at=NOON)
    found, cursor = [], ""
    while True:
        page = mine.page_of(colleague, cursor, now=NOON, size=size)
        found += [each.key for each in page.rows]
        assert len(page.rows) <= size
        cursor = page.next
        if not cursor:
            break
    everything = [
        f"mail-{pk}" for pk in Delivery.objects.filter(person=colleague).values_list("pk", flat=True)
    ]
    everything += [
        f"inbox-{pk}" for pk in Notification.objects.filter(person=colleague).values_list("pk", flat=True)
    ]
    assert sorted(found) == sorted(everything)
    whole = mine.page_of(colleague, now=NOON).rows
    assert [each.at for each in whole] == sorted((each.at for each in whole), reverse=True)


@pytest.mark.parametrize("cursor", ["x", "m1", "m1.i", "m-1.i2", "m1.i99999999999999999999", "\x00"])
def test_a_broken_cursor_is_the_first_page_for_people_and_an_error_for_programs(ticket, colleague, cursor):
    assert mine.page_of(colleague, cursor, now=NOON).rows
    with pytest.raises(BrokenCursor):
        mine.page_of(colleague, cursor, now=NOON, strict=True)


def test_the_page_costs_the_same_however_much_there_is(
    ticket, notice, colleague, as_colleague, agent, deal, django_assert_max_num_queries
):
    for number in range(3):
        ticket.reply(f"{WORDS} {number}", by=agent)
    deal()
    with django_assert_max_num_queries(12):
        as_colleague.get("/comms/mine/")


# What you want ------------------------------------------------------------------------------------------------------


def choices(person: Person, **other) -> dict[str, str]:
    return dict.fromkeys(groups_for(person), How.AT_ONCE) | {"digest_at": "08:00"} | other


def test_quiet_hours_and_a_digest_are_kept_as_chosen(colleague, as_colleague):
    given = choices(
        colleague, begins="22:00", ends="07:00", weekends="on", digest_at="09:30", watch=How.DAILY
    )
    assert as_colleague.post("/comms/preferences/", given).status_code == 302
    row = Quiet.objects.get(person=colleague)
    assert (row.begins, row.ends, row.weekends, row.digest_at) == (time(22), time(7), True, time(9, 30))
    assert Preference.objects.get(person=colleague, group=Group.WATCH).how == How.DAILY
    page = as_colleague.get("/comms/preferences/").content.decode()
    assert 'value="22:00"' in page
    assert "Europe/Lisbon" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"begins": "22:00"}, "Quiet hours have two ends"),
        ({"begins": "22:00", "ends": "22:00"}, "quiet all day"),
        ({"begins": "25:00", "ends": "07:00"}, "valid time"),
        ({"watch": "hourly"}, "valid choice"),
        ({"receipt": How.DAILY}, "valid choice"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_nothing_is_kept(colleague, as_colleague, wrong, says):
    answer = as_colleague.post("/comms/preferences/", choices(colleague, **wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Preference.objects.exists()
    assert not Quiet.objects.exists()


def test_the_page_says_what_does_not_wait(as_colleague):
    page = as_colleague.get("/comms/preferences/").content.decode()
    for part in (
        "major incident",
        "notice that its writer calls urgent",
        "Time running out on a ticket that you hold",
        "More than 3 mails of one kind within 10 minutes",
    ):
        assert part in page


# Too much -----------------------------------------------------------------------------------------------------------


def test_the_week_is_counted_by_hand(colleague, agent, outsider):
    sent(colleague, 2)
    sent(agent, 3)
    sent(agent, weekly.LIMIT, group=Group.WORK)
    sent(agent, 9, state="skipped")
    sent(outsider, 4, at=NOON - timedelta(days=7))
    Held.objects.create(
        person=agent, cause="event:1", group=Group.WORK, reason=Reason.HOLDER, line="x", url="/", at=NOON, due_at=NOON, digest="digest:1"
    )  # fmt: skip
    assert weekly.week(MONDAY) == weekly.Week(
        MONDAY, people=2, mails=55, typical=2, most=53, over=1, merged=1
    )
    assert weekly.week(MONDAY - timedelta(days=7)).mails == 4
    (too_much,) = weekly.over_limit(MONDAY)
    assert (too_much.person, too_much.mails, too_much.mostly) == (agent, 53, str(Group.WORK.label))


def test_exactly_the_limit_is_not_too_much(agent):
    sent(agent, weekly.LIMIT)
    assert weekly.over_limit(MONDAY) == []


def test_administrators_are_told_once_of_the_week_that_is_over(agent, administrator):
    sent(agent, weekly.LIMIT + 1)
    assert weekly.warn(now=NOON) == [], "that week is not over"
    after = NOON + timedelta(days=7)
    with time_machine.travel(after, tick=False):
        tasks.warn_of_too_much()
        tasks.warn_of_too_much()
    (row,) = Delivery.objects.filter(cause=f"budget:{MONDAY}")
    assert row.person == administrator
    assert f"Ivo Lund: {weekly.LIMIT + 1} mails" in row.text
    assert "You get this because you look after this desk." in row.text


def test_administrators_see_figures_names_and_why(agent, as_administrator, as_agent):
    with time_machine.travel(NOON, tick=False):
        sent(agent, weekly.LIMIT + 1, at=timezone.now())
        page = as_administrator.get("/comms/budget/").content.decode()
        earlier = as_administrator.get("/comms/budget/?week=2026-11-23").content.decode()
    assert "ten a working day" in page
    assert "Ivo Lund" in page
    assert "Ivo Lund" not in earlier.partition("over-title")[2]
    assert as_agent.get("/comms/budget/").status_code == 403


def test_a_person_far_over_it_reads_so_on_their_own_page(colleague, as_colleague):
    sent(colleague, weekly.LIMIT + 1, at=timezone.now())
    page = shown(as_colleague)
    assert f"{weekly.LIMIT + 1} mails in the last seven days" in page
    assert "more than anybody reads" in page


def test_one_person_gets_too_much_and_another_does_not_share_it(colleague, as_colleague):
    sent(PersonFactory(), weekly.LIMIT + 1, at=timezone.now())
    assert "more than anybody reads" not in shown(as_colleague)
