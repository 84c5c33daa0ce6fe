"""What colleagues answer, and what an answer sets going."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from itsm.people.models import Person
from itsm.tickets.errors import Refused
from problems.models import KnownError, Trial
from tests import factories
from tests.problems.known_errors import kit


@pytest.fixture
def ticket(known, problem, agent, colleague):
    """Theirs, told of the way round."""
    made = kit.waits(problem, by=agent, person=colleague)
    assert known.offer(made, by=agent)
    return made


def now_of(ticket):
    ticket.refresh_from_db()
    return ticket


def test_an_answer_is_counted_and_stands_on_the_ticket(known, ticket, colleague):
    known.answer(colleague, "works", environment="  Dock  WD19 ", words="Thank you.")
    trial = Trial.objects.get()
    assert (trial.answer, trial.environment, trial.ticket_id) == ("works", "Dock WD19", ticket.pk)
    assert known.count.works == 1
    event = ticket.events.latest("pk")
    assert (event.verb, event.comment, event.is_public) == ("ticket.answer_workaround", "Thank you.", True)
    assert event.details == {"known_error": known.number, "answer": "works"}


def test_the_same_again_changes_nothing(known, ticket, colleague):
    for _press in range(2):
        known.answer(colleague, "works")
    assert known.count.total == 1
    assert ticket.events.filter(verb="ticket.answer_workaround").count() == 1


def test_an_answer_may_be_changed_once(known, ticket, colleague):
    known.answer(colleague, "works")
    known.answer(colleague, "fails")
    assert (known.count.works, known.count.fails) == (0, 1)
    with pytest.raises(Refused, match="changed your answer once"):
        known.answer(colleague, "works")
    known.answer(colleague, "fails", words="It is black again.")
    assert (known.count.works, known.count.fails) == (0, 1)
    assert now_of(ticket).events.latest("pk").comment == "It is black again."


def test_there_are_three_answers(known, colleague):
    with pytest.raises(ValidationError):
        known.answer(colleague, "")
    with pytest.raises(ValidationError):
        known.answer(colleague, "perhaps")


def test_works_resolves_only_if_they_say_so(known, ticket, colleague):
    known.answer(colleague, "works")
    assert now_of(ticket).status == "new"
    known.answer(colleague, "not_needed")
    assert now_of(ticket).status == "new"


def test_their_trouble_is_over(known, ticket, colleague):
    known.answer(colleague, "works", solved=True)
    resolved = now_of(ticket)
    assert (resolved.status, resolved.resolution) == ("resolved", "workaround")
    assert resolved.may_reopen_until


def test_nobody_else_resolves_it(known, problem, agent, colleague):
    ticket, neighbour = kit.waits(problem, by=agent, person=colleague), factories.PersonFactory()
    ticket.add_person(neighbour, "affected", by=agent)
    known.offer(ticket, by=agent)
    known.answer(neighbour, "works", solved=True)
    assert now_of(ticket).status == "new"


@pytest.mark.parametrize("reason", ["colleague", "supplier", "problem"])
def test_does_not_work_brings_the_baton_back(known, ticket, agent, colleague, reason):
    ticket.take(by=agent)
    ticket.hold(reason=reason, question="Does it help?", by=agent)
    known.answer(colleague, "fails")
    again = now_of(ticket)
    assert (again.holder, again.status, again.hold_reason) == ("agent", "in_progress", "")
    assert again.waiting_since


def test_works_leaves_the_baton_where_it_is(known, ticket, agent, colleague):
    ticket.hold(reason="supplier", by=agent)
    known.answer(colleague, "works")
    assert now_of(ticket).holder == "supplier"


def test_does_not_work_after_all_opens_it_again(known, ticket, colleague):
    known.answer(colleague, "works", solved=True)
    known.answer(colleague, "fails", words="Black again.")
    assert (now_of(ticket).status, ticket.reopen_count) == ("in_progress", 1)


def test_who_found_it_by_themselves_may_answer(known, colleague):
    known.answer(colleague, "works")
    trial = Trial.objects.get()
    assert (trial.asked_at, trial.ticket, trial.environment) == (None, None, colleague.site.name)


def test_rates_by_environment_leave_capitals_aside(known):
    said = [
        ("Porto", "works"),
        ("porto", "works"),
        ("Porto", "fails"),
        ("Bergen", "fails"),
        ("Bergen", "not_needed"),
    ]
    for environment, answer in said:
        known.answer(factories.PersonFactory(), answer, environment=environment)
    assert [(rate.environment, rate.count.works, rate.count.fails) for rate in known.rates()] == [
        ("Porto", 2, 1),
        ("Bergen", 0, 1),
    ]


def answered(known: KnownError, agent: Person, answers: str) -> None:
    """w or f, oldest first, each by somebody else."""
    start = timezone.now() - timedelta(days=1)
    people = Person.objects.bulk_create(
        Person(name=f"P{n}", email=f"p{n}@x.example") for n in range(len(answers))
    )
    Trial.objects.bulk_create(
        Trial(
            known_error=known, edition=known.edition, person=person, answer={"w": "works", "f": "fails"}[said],
            answered_at=start + timedelta(minutes=n),
        )
        for n, (person, said) in enumerate(zip(people, answers, strict=True))
    )  # fmt: skip
    KnownError.objects.filter(pk=known.pk).update(
        works_count=answers.count("w"), fails_count=answers.count("f")
    )


def test_a_falling_rate_takes_it_back(known, problem, agent, colleague):
    answered(known, agent, "w" * 7 + "f" * 3 + "w" * 10 + "fffwffwf")
    known.answer(colleague, "fails")
    known.refresh_from_db()
    assert (known.state, bool(known.doubted_at)) == ("draft", True)
    assert known not in KnownError.objects.visible_to(colleague)
    event = problem.events.latest("pk")
    assert (event.verb, event.actor, event.details["owner"]) == ("ticket.reopen_known_error", None, agent.pk)
    assert "3 of the last 10" in event.comment


def test_seven_in_ten_stays(known, agent, colleague):
    answered(known, agent, "wwfwwwfww")
    known.answer(colleague, "fails")
    known.refresh_from_db()
    assert known.state == "published"
