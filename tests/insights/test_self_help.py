"""Who helped themselves: opened an answer, and asked nobody within a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from itsm.insights.measures import Filter, measures, one, self_help
from itsm.insights.measures.registry import TOO_FEW, Figure
from itsm.insights.placing import ROWS
from itsm.knowledge.models import Asked
from tests.factories import PersonFactory, incident

NOW = timezone.now()
LATELY = Filter(since=NOW - timedelta(days=30), until=NOW)
BEFORE = NOW - timedelta(days=3)


def looked(n=1, *, by=None, at=BEFORE, opened="/knowledge/KB-1/", place=Asked.Place.PORTAL):
    by = by or PersonFactory()
    rows = [Asked(words="lid", place=place, by=by, at=at, hits=1, opened=opened) for _number in range(n)]
    Asked.objects.bulk_create(rows)
    return by


@pytest.mark.django_db
def test_who_opened_an_answer_and_came_to_nobody_was_helped(service):
    looked(15)
    looked(2, place=Asked.Place.ASSISTANT)
    looked(4, opened="")
    asked_us, later = looked(6), looked(1)
    incident(by=asked_us, service=service, now=BEFORE + timedelta(hours=23))
    incident(by=later, service=service, now=BEFORE + timedelta(hours=25))
    assert one(self_help.self_solved, LATELY).value == 18
    assert one(self_help.found_by_looking, LATELY).value == pytest.approx(100 * 18 / 28)
    assert one(self_help.deflection, LATELY) == Figure(90.0, 20)  # 18 of them and 2 who came


@pytest.mark.django_db
def test_a_word_on_an_older_ticket_or_a_talk_about_it_is_a_contact_too(service, agent):
    for come_back in ("reply", "log", "reply to them"):
        it = incident(by=looked(7), service=service, now=BEFORE - timedelta(days=2))
        later = BEFORE + timedelta(hours=2)
        match come_back:
            case "reply":
                it.reply("It is still the same here.", by=it.requester, now=later)
            case "log":
                it.log("We met at the printer and looked at it.", by=agent, channel="in_person", now=later)
            case _:
                it.reply("The switch in your room is new.", by=agent, now=later)
    assert one(self_help.self_solved, LATELY) == Figure(7.0, 21)


@pytest.mark.django_db
def test_a_search_of_today_and_one_of_the_desk_do_not_count():
    looked(TOO_FEW, at=NOW - timedelta(hours=2))
    looked(TOO_FEW, place=Asked.Place.DESK)
    assert one(self_help.deflection, LATELY).n == 0


@pytest.mark.django_db
def test_a_search_is_about_no_team(team):
    looked(TOO_FEW)
    about_a_team = Filter(since=LATELY.since, until=LATELY.until, team=team.pk)
    assert one(self_help.deflection, about_a_team).n == 0


def test_they_stand_on_the_overview_beside_first_contact():
    keys = {measure.key for measure in measures()}
    assert {"deflection", "self_solved", "first_contact"} <= keys & set(ROWS["value"])
