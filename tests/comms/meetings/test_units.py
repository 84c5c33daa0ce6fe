"""Business units: who speaks for them, what they use, want and wait for; nobody talked with one for 90 days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.meetings import units
from comms.models import Delivery, Meeting
from itsm.people.models import BusinessUnit
from itsm.services.models import Goal
from itsm.tickets.models import Ticket
from tests import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def talked(unit, host, *, days, **about):
    when = timezone.now() - days * DAY
    return Meeting.objects.create(unit=unit, host=host, starts_at=when, **{"state": "over", **about})


def long_known(unit):
    BusinessUnit.objects.filter(pk=unit.pk).update(known_since=timezone.localdate() - 200 * DAY)


@pytest.mark.parametrize(("days", "told"), [(89, 0), (91, 1)])
def test_after_ninety_days_without_a_talk_whoever_looks_after_it_hears_once(unit, manager, days, told):
    long_known(unit)
    talked(unit, manager, days=days)
    assert len(units.remind(now=timezone.now())) == told
    assert units.remind(now=timezone.now() + DAY) == [] or days == 89
    assert Delivery.objects.filter(person=manager).count() == told or days == 89


def test_the_next_silence_is_told_again(unit, manager):
    long_known(unit)
    talked(unit, manager, days=95)
    assert len(units.remind(now=timezone.now())) == 1
    talked(unit, manager, days=0)
    assert len(units.remind(now=timezone.now() + 95 * DAY)) == 1


@pytest.mark.parametrize("about", [{"kind": "service_review"}, {"kind": "check_in"}])
def test_a_planned_talk_keeps_it_quiet(unit, manager, about):
    long_known(unit)
    talked(unit, manager, days=-3, state="planned", **about)
    assert units.remind(now=timezone.now()) == []


def test_a_new_unit_has_ninety_days_and_one_without_a_keeper_reminds_nobody(unit):
    assert units.remind(now=timezone.now()) == []
    long_known(unit)
    BusinessUnit.objects.update(keeper=None)
    assert units.remind(now=timezone.now()) == []


def test_the_reminder_says_what_there_is_to_talk_about(unit, manager, colleague, team):
    long_known(unit)
    ticket = factories.incident(by=colleague, team=team)
    Ticket.objects.filter(pk=ticket.pk).update(promised_at=timezone.now())
    units.remind(now=timezone.now())
    text = Delivery.objects.get(person=manager, cause__startswith="unit:").text
    assert "Nobody talked with Instruments for 90 days" in text
    assert "1 ticket of its people is open." in text
    assert f"/comms/meetings/new/?unit={unit.pk}" in text


def test_its_page_has_it_all_and_counts_what_its_parts_do(
    unit, as_manager, manager, service, django_assert_max_num_queries
):
    part = BusinessUnit.objects.create(name="Optics", parent=unit)
    person = factories.PersonFactory(unit=part)
    tickets = [factories.incident(by=person, service=service) for _n in range(3)]
    Ticket.objects.update(promised_at=timezone.now() + DAY)
    Ticket.objects.filter(pk=tickets[0].pk).update(promised_at=timezone.now() - DAY)
    goal = Goal.objects.create(name="Quotes in a day", owner=manager)
    goal.units.add(unit)
    last, following = talked(unit, manager, days=10), talked(unit, manager, days=-10, state="planned")
    with django_assert_max_num_queries(15):
        page = as_manager.get(unit.get_absolute_url()).content.decode()
    for said in (
        "ana.reis@halden.example", tickets[0].number, "Quotes in a day", last.get_absolute_url(), following.get_absolute_url(),
        "Optics", service.name, "broken",
    ):  # fmt: skip
        assert said in page
    detail = as_manager.get(f"/api/v1/units/{unit.pk}/").json()
    assert (detail["promises"], detail["used"][0]["tickets"], detail["overdue"]) == (3, 3, False)
    assert detail["last_talk"] == last.number


def test_a_promise_to_a_restricted_ticket_is_not_shown_to_who_may_not_see_it(
    unit, as_manager, colleague, team
):
    ticket = factories.incident(by=colleague, team=team, title="Something private")
    Ticket.objects.filter(pk=ticket.pk).update(promised_at=timezone.now(), restricted=True)
    assert "Something private" not in as_manager.get(unit.get_absolute_url()).content.decode()


def test_the_longest_silence_stands_first_in_the_list(unit, as_agent, manager, django_assert_max_num_queries):
    other = BusinessUnit.objects.create(name="Administration", keeper=manager)
    talked(other, manager, days=3)
    long_known(unit)
    with django_assert_max_num_queries(10):
        page = as_agent.get("/people/units/").content.decode()
    assert page.index("Instruments") < page.index("Administration")
    assert page.count("More than 90 days") == 1


def test_units_are_written_by_managers_and_never_in_a_circle(unit, as_manager, as_agent):
    assert as_agent.post("/people/units/new/", {"name": "Sales"}).status_code == 403
    assert as_manager.post("/people/units/new/", {"name": "Sales", "is_active": "on"}).status_code == 302
    part = BusinessUnit.objects.get(name="Sales")
    BusinessUnit.objects.filter(pk=part.pk).update(parent=unit)
    circle = as_manager.post(f"/people/units/{unit.pk}/edit/", {"name": "Instruments", "parent": part.pk})
    assert circle.status_code == 422
    wrong = as_manager.patch(
        f"/api/v1/units/{unit.pk}/", {"parent": part.pk}, content_type="application/json"
    )
    assert wrong.status_code == 422


def test_a_review_planned_from_its_page_asks_its_contact(unit, as_manager, colleague):
    page = as_manager.get(f"/comms/meetings/new/?unit={unit.pk}").content.decode()
    assert colleague.email in page


def test_a_talk_that_was_planned_and_never_held_is_no_talk(planned, unit):
    long_known(unit)
    forgotten = planned(kind="check_in", unit=unit, starts_at=timezone.now() - 30 * DAY)
    unit.refresh_from_db()
    assert units.talks(unit, now=timezone.now()).next is None
    assert units.remind(now=timezone.now())
    forgotten.starts_at = timezone.now() + DAY
    forgotten.save()
    assert units.talks(unit, now=timezone.now()).next == forgotten
