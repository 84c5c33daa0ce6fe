"""Figures of ways round, counted by hand beside them."""

from datetime import timedelta

from django.utils import timezone

from itsm.insights.measures import Filter, measure, one
from problems.models import KnownError
from tests import factories
from tests.problems.known_errors import kit


def this_week(**about) -> Filter:
    now = timezone.now()
    return Filter(since=now - timedelta(days=7), until=now + timedelta(minutes=1), **about)


def test_of_twenty_answers_fifteen_say_that_it_works(known):
    for n in range(20):
        known.answer(factories.PersonFactory(), "works" if n % 4 else "fails")
    known.answer(factories.PersonFactory(), "not_needed")
    figure = one(measure("workaround_works"), this_week())
    assert (figure.value, figure.n) == (75, 20)


def test_fewer_than_twenty_are_too_few(known, colleague):
    known.answer(colleague, "works")
    assert one(measure("workaround_works"), this_week()).too_few


def test_a_way_round_works_once_most_of_five_say_so(known, agent, service):
    silent = KnownError.write(by=agent, services=[service], **kit.ABOUT)
    silent.publish(by=agent)
    for _n in range(4):
        known.answer(factories.PersonFactory(), "works")
    assert one(measure("known_errors_working"), this_week()).value == 0
    known.answer(factories.PersonFactory(), "fails")
    figure = one(measure("known_errors_working"), this_week())
    assert (figure.value, figure.n) == (1, 2)
    of_service = one(measure("known_errors_working"), this_week(service=service.pk))
    assert (of_service.value, of_service.n) == (0, 1)


def test_the_figure_opens_the_known_errors_behind_it(known, agent, colleague):
    known.answer(colleague, "works")
    found = measure("known_errors_working")
    [record] = found.records(found, this_week(), agent)
    assert (record.href, record.said) == (known.get_absolute_url(), "works for 1 of 1")
