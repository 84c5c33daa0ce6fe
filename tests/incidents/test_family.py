"""What the desk says on a parent reaches everyone who waits on a child, once each; what time does to incidents."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents import family, tasks
from incidents.models import Incident
from itsm.celery import app
from itsm.services.models import HoldReason
from itsm.tickets import due
from itsm.tickets.models import Outbox
from tests.factories import PersonFactory, TeamFactory, incident
from tests.tickets.test_sweep import together

WORDS = "The mail server is back, sign in again."


@pytest.fixture
def household(agent, colleague, service) -> tuple[Incident, list[Incident]]:
    parent = incident(by=agent, service=service)
    children = [incident(by=PersonFactory(), service=service) for _number in range(3)]
    for child in children:
        child.link(parent, "child_of", by=agent)
    parent.take(by=agent)
    parent.refresh_from_db()
    return parent, children


def pass_on() -> None:
    for pk in list(
        Outbox.objects.filter(consumer="children").order_by("event").values_list("event", flat=True)
    ):
        tasks.tell_children(pk)


def told(child: Incident) -> list[str]:
    return list(
        child.events.exclude(verb__in=["incident.open", "ticket.link"])
        .order_by("pk")
        .values_list("verb", flat=True)
    )


@pytest.mark.django_db
def test_a_public_update_is_said_on_each_open_child_and_keeps_its_promise(household, outsider):
    parent, children = household
    children[2].resolve(resolution="self", words="It works again for me.", by=outsider)
    until = timezone.now() + timedelta(hours=1)
    event = parent.reply(WORDS, by=outsider, until=until)
    pass_on()
    for child in children[:2]:
        copy = child.events.get(verb="ticket.reply")
        assert (copy.comment, copy.actor, copy.is_public) == (WORDS, outsider, True)
        assert copy.details == {"parent": parent.number, "parent_event": event.pk}
        child.refresh_from_db()
        assert child.promised_at == until
        assert child.last_word_at
        assert child.clocks.get(kind="first_response").outcome == "met"
        assert child.events.filter(verb="ticket.keep_promise").exists()
    assert "ticket.reply" not in told(children[2])


@pytest.mark.django_db
def test_passing_on_twice_says_it_once(household, outsider):
    parent, children = household
    event = parent.reply(WORDS, by=outsider)
    pass_on()
    for child in children:
        family.tell(child, event)
    pass_on()  # a child's own copy is news for nobody else
    assert told(children[0]).count("ticket.reply") == 1
    assert not Outbox.objects.filter(consumer="children").exists()


@pytest.mark.django_db
def test_killed_half_way_the_rest_is_told_and_nobody_twice(household, outsider):
    parent, children = household
    event = parent.reply(WORDS, by=outsider)
    family.tell(Incident.objects.get(pk=children[0].pk), event)  # and here the worker dies
    assert Outbox.objects.filter(consumer="children").exists()
    pass_on()
    assert [told(child).count("ticket.reply") for child in children] == [1, 1, 1]


@pytest.mark.django_db
def test_the_parents_solution_resolves_the_open_children_after_what_was_said_before(household, outsider):
    parent, children = household
    parent.reply("Still looking into the mail server.", by=outsider)
    parent.resolve(resolution="fixed", words=WORDS, by=outsider)
    last = Outbox.objects.filter(consumer="children").latest("event").event_id
    tasks.tell_children(last)  # the later task came first: it passes on the earlier word, too
    for child in children:
        assert [verb for verb in told(child) if verb in family.TELLING] == [
            "ticket.reply",
            "incident.resolve",
        ]
        child.refresh_from_db()
        assert (child.status, child.resolution) == ("resolved", "fixed")


@pytest.mark.django_db
def test_a_child_reopened_since_is_not_resolved_again_by_the_same_word(household, outsider):
    parent, children = household
    parent.resolve(resolution="fixed", words=WORDS, by=outsider)
    event = parent.events.get(verb="incident.resolve")
    pass_on()
    children[0].refresh_from_db()
    children[0].reopen(words="Not for me, I am afraid.", by=children[0].requester)
    family.pass_on(event)
    children[0].refresh_from_db()
    assert children[0].open


@pytest.mark.django_db
def test_a_question_to_the_parents_colleague_is_said_but_nobody_elses_ticket_waits(household, outsider):
    parent, children = household
    parent.hold(reason=HoldReason.COLLEAGUE, question="Does it happen on the phone, too?", by=outsider)
    pass_on()
    children[0].refresh_from_db()
    assert (told(children[0]).count("ticket.reply"), children[0].status) == (1, "new")


@pytest.mark.django_db
def test_a_colleagues_own_answer_and_a_hold_without_words_are_not_passed_on(household, outsider, agent):
    parent, children = household
    parent.reply("I am the requester of this one.", by=agent)
    parent.hold(reason=HoldReason.SUPPLIER, by=outsider)
    pass_on()
    assert told(children[0]) == []
    assert not Outbox.objects.filter(consumer="children").exists()


@pytest.mark.django_db(transaction=True)
def test_four_workers_passing_on_at_once_say_it_once():
    team = TeamFactory(first_line=True)
    parent, child = (incident(by=PersonFactory(), team=team) for _number in range(2))
    agent = PersonFactory(roles=["agent"], teams=[team])
    child.link(parent, "child_of", by=agent)
    event = parent.reply(WORDS, by=agent)
    together(4, lambda: tasks.tell_children(event.pk))
    assert told(child).count("ticket.reply") == 1


# Time ---------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_incident_nobody_disagrees_with_closes_by_itself_once(colleague, agent, service):
    made = incident(by=colleague, service=service)
    made.resolve(resolution="fixed", words=WORDS, by=agent)
    assert due.close_confirmed(Incident, now=made.closes_at - timedelta(minutes=1)) == 0
    assert due.close_confirmed(Incident, now=made.closes_at) == 1
    assert due.close_confirmed(Incident, now=made.closes_at) == 0
    event = made.events.get(verb="incident.close")
    assert (event.actor, event.is_public, event.details["how"]) == (None, True, "auto")


@pytest.mark.django_db
def test_a_planned_incident_wakes_at_its_moment(colleague, agent, service):
    made = incident(by=colleague, service=service)
    made.take(by=agent)
    moment = timezone.now() + timedelta(hours=5)
    made.hold(reason=HoldReason.SCHEDULED, until=moment, by=agent)
    assert due.wake_planned(Incident, now=moment - timedelta(minutes=1)) == 0
    assert due.wake_planned(Incident, now=moment) == 1
    made.refresh_from_db()
    assert (made.status, made.holder, made.assignee) == ("in_progress", "agent", agent)


@pytest.mark.django_db
def test_what_a_person_did_meanwhile_is_left_alone(colleague, agent, service):
    made = incident(by=colleague, service=service)
    made.resolve(resolution="fixed", words=WORDS, by=agent)
    found = list(Incident.objects.filter(closes_at__lte=made.closes_at))
    moment = made.closes_at
    made.reopen(words="Not for me, I am afraid.", by=colleague)

    def still(incident: Incident) -> bool:
        return bool(incident.closes_at and incident.closes_at <= moment)

    assert due.each(found, still=still, then=lambda incident: incident.close(by=None)) == 0
    assert due.each(found, still=lambda incident: True, then=lambda incident: incident.close(by=None)) == 0
    made.refresh_from_db()
    assert made.open


@pytest.mark.django_db
def test_the_tasks_of_the_schedule_exist_and_run(settings):
    app.loader.import_default_modules()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert names <= app.tasks.keys()
    tasks.close_confirmed()
    tasks.wake_planned()
