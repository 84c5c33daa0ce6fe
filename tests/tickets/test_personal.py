"""From person to person: call me, I come by, thank you, I had to tell it again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from comms.rules import tellings
from itsm.insights.measures import Figure, Filter, measure, one
from itsm.people import roles
from itsm.tickets import personal
from itsm.tickets.errors import Refused
from itsm.tickets.models import Handover, Holder
from tests.factories import PersonFactory, incident

SOON = timedelta(minutes=90)


@pytest.fixture
def ticket(colleague, service, agent):
    made = incident(by=colleague, service=service)
    made.take(by=agent)
    return made


@pytest.fixture
def counter(colleague, team):
    site = colleague.site
    site.desk_place, site.desk_hours, site.desk_team = "Room 0.12", "9 to 12", team
    site.save()
    return site


def test_a_call_is_promised_by_the_time_that_was_asked_for(ticket, colleague):
    until = timezone.now() + SOON
    event = personal.call_me(ticket, phone="+351 22 555", until=until, words="About the lid", by=colleague)
    assert (event.verb, event.is_public, event.details["phone"]) == ("ticket.call_me", True, "+351 22 555")
    assert ticket.promised_at == until
    assert ticket.waiting_since == event.at


def test_an_earlier_promise_stands(ticket, colleague, agent):
    early = timezone.now() + timedelta(minutes=10)
    ticket.promise(early, by=agent)
    personal.call_me(ticket, phone="1", until=timezone.now() + SOON, by=colleague)
    assert ticket.promised_at == early


def test_a_logged_call_keeps_the_promise(ticket, colleague, agent):
    personal.call_me(ticket, phone="1", until=timezone.now() + SOON, by=colleague)
    ticket.log("We talked, the lid is on its way now.", by=agent, channel="phone")
    assert ticket.events.filter(verb="ticket.keep_promise").exists()
    assert ticket.waiting_since is None


def test_asking_for_a_call_gives_the_baton_back(ticket, colleague, agent):
    ticket.hold(reason="colleague", question="Which lid is it?", by=agent)
    personal.call_me(ticket, phone="1", by=colleague)
    assert (ticket.holder, ticket.status) == (Holder.AGENT, "in_progress")


def test_nobody_is_called_without_a_number_in_the_past_or_about_what_is_closed(ticket, colleague, agent):
    with pytest.raises(ValidationError):
        personal.call_me(ticket, phone=" ", by=colleague)
    with pytest.raises(ValidationError):
        personal.call_me(ticket, phone="1", until=timezone.now() - SOON, by=colleague)
    ticket.resolve(resolution="fixed", words="It works again.", by=agent)
    with pytest.raises(Refused):
        personal.call_me(ticket, phone="1", by=colleague)


def test_who_comes_by_says_where(ticket, colleague, counter):
    event = personal.come_by(ticket, site=counter, by=colleague)
    assert event.details == {"site": "Porto", "place": "Room 0.12", "to_id": counter.desk_team_id}


def test_nobody_is_sent_where_nobody_is(ticket, colleague):
    with pytest.raises(Refused):
        personal.come_by(ticket, site=colleague.site, by=colleague)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2026, 3, 12, 8), ["today", "today", "tomorrow", "tomorrow"]),  # a Thursday
        (datetime(2026, 3, 13, 11, 30), ["today", "on Monday", "on Monday"]),
        (datetime(2026, 3, 14, 9), ["on Monday", "on Monday"]),
        (datetime(2026, 3, 15, 20), ["tomorrow", "tomorrow"]),
    ],
)
def test_a_call_is_offered_for_half_days_on_which_people_work(now, days):
    zone = ZoneInfo("Europe/Lisbon")
    with timezone.override(zone):
        offered = personal.call_times(now.replace(tzinfo=zone))
    assert [said.split(",")[0] for _moment, said in offered] == days


class TestThanks:
    def test_are_said_once_to_who_helped(self, ticket, colleague, agent):
        event = personal.thank(ticket, to=agent, words="You were kind.", by=colleague)
        assert (event.verb, event.is_public, event.details["person_id"]) == ("ticket.thank", True, agent.pk)
        with pytest.raises(Refused):
            personal.thank(ticket, to=agent, by=colleague)
        personal.thank(ticket, by=colleague)  # the team is somebody else

    def test_do_not_go_to_who_had_no_part_or_wants_none(self, ticket, colleague, agent):
        with pytest.raises(Refused):
            personal.thank(ticket, to=PersonFactory(roles=[roles.AGENT]), by=colleague)
        agent.takes_thanks = False
        agent.save()
        assert personal.helpers(ticket, colleague) == []
        with pytest.raises(Refused):
            personal.thank(ticket, to=agent, by=colleague)

    def test_are_said_on_what_is_over(self, ticket, colleague, agent):
        ticket.resolve(resolution="fixed", words="It works again.", by=agent)
        ticket.confirm(by=colleague)
        personal.thank(ticket, to=agent, by=colleague)
        assert not ticket.open

    def test_are_not_for_the_desk_to_say_of_itself(self, ticket, as_agent, as_colleague):
        address = f"/incidents/{ticket.number}/thank/"
        assert as_agent.get(address).status_code == 403
        page = as_colleague.get(address).content.decode()
        assert "Ivo Lund" in page
        assert "The whole team" in page


def test_pages_do_it_and_say_it(ticket, colleague, agent, counter, as_colleague):
    here = f"/incidents/{ticket.number}/"
    page = as_colleague.get(f"/portal/{ticket.number}/").content.decode()
    assert "Call me" in page
    assert "I come by" in page
    assert "Say thank you" in page
    assert "Withdraw" in page
    assert as_colleague.post(here + "call-me/", {"phone": ""}).status_code == 422
    for verb, said in {
        "call-me": {"phone": "+351 22 555"},
        "come-by": {"site": counter.pk},
        "thank": {"to": agent.pk, "words": "You were kind."},
    }.items():
        assert as_colleague.post(here + verb + "/", said).status_code == 302, verb
    page = as_colleague.get(f"/portal/{ticket.number}/").content.decode()
    for words in ("+351 22 555", "Room 0.12", "thanks <b>Ivo Lund</b>", "You were kind."):
        assert words in page


def test_by_api(ticket, agent, counter, as_colleague):
    here = f"/api/v1/incidents/{ticket.number}/"
    for verb, said in {
        "call-me": {"phone": "+351 22 555"},
        "come-by": {"site": counter.pk},
        "thank": {"to": agent.pk},
    }.items():
        answer = as_colleague.post(here + verb + "/", said, content_type="application/json")
        assert (answer.status_code, answer.json()["verb"]) == (201, f"ticket.{verb.replace('-', '_')}")


class TestHadToTellItAgain:
    @pytest.fixture
    def handed(self, ticket, agent, outsider):
        to = outsider.teams.get()
        ticket.hand_over(
            to_team=to, found="A disk.", colleague_knows="Nothing.", promised="A word.", by=agent
        )
        return ticket

    def test_is_said_once_for_each_hand_over_and_both_ends_of_it_hear(
        self, handed, colleague, agent, outsider
    ):
        handed.accept(by=outsider)
        event = personal.tell_again(handed, words="The whole story.", by=colleague)
        assert (event.details["to"], event.details["person_id"]) == ("Network", agent.pk)
        with pytest.raises(Refused):
            personal.tell_again(handed, by=colleague)
        assert {told.person for _rule, told in tellings(event)} == {agent, outsider}

    def test_what_stayed_in_one_hand_was_told_once(self, ticket, colleague, as_colleague):
        with pytest.raises(Refused):
            personal.tell_again(ticket, by=colleague)
        assert "I had to tell it again" not in as_colleague.get(f"/portal/{ticket.number}/").text

    def test_by_page_and_on_the_ticket(self, handed, as_colleague):
        page = as_colleague.get(f"/portal/{handed.number}/").text
        assert "I had to tell it again" in page
        here = f"/incidents/{handed.number}/tell-again/"
        assert as_colleague.post(here, {"words": "The whole story."}).status_code == 302
        page = as_colleague.get(f"/portal/{handed.number}/").text
        assert "had to tell it again to" in page
        assert "The whole story." in page

    def test_by_api(self, handed, as_colleague, as_agent):
        here = f"/api/v1/incidents/{handed.number}/tell-again/"
        assert as_agent.post(here, {}, content_type="application/json").status_code == 403
        answer = as_colleague.post(here, {}, content_type="application/json")
        assert (answer.status_code, answer.json()["verb"]) == (201, "ticket.tell_again")

    def test_counts_against_the_hand_overs_that_were_accepted(self, handed, colleague, outsider):
        """20 accepted on one day, one of them told again: 1 ÷ 20 = 5 %; one that was returned counts nowhere."""
        handed.accept(by=outsider)
        accepted = handed.handovers.get()
        personal.tell_again(handed, by=colleague)
        kept = {
            "ticket": handed,
            "from_team": accepted.from_team,
            "to_team": accepted.to_team,
            "by": accepted.by,
        }
        at = {"at": accepted.at, "answered_at": accepted.answered_at}
        Handover.objects.bulk_create(
            [Handover(state="accepted", **kept, **at) for _ in range(19)] + [Handover(state="returned", **kept, **at)]
        )  # fmt: skip
        day = timedelta(days=1)
        around = Filter(since=accepted.answered_at - day, until=accepted.answered_at + day)
        assert one(measure("told_again"), around) == Figure(5, 20)
