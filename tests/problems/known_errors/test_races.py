"""Many at the same moment: each colleague is told once, and each answer is counted once."""

import pytest

from itsm.tickets.models import Outbox
from problems.known_errors import passing
from problems.models import KnownError
from tests.problems.known_errors import kit
from tests.tickets.test_sweep import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_tell_everyone_once_while_answers_come(known, problem, agent):
    tickets = [kit.waits(problem, by=agent) for _n in range(3)]
    first = tickets[0].requester
    known.offer(tickets[0], by=agent)
    known.communicate(by=agent)
    event = Outbox.objects.get(consumer=passing.CONSUMER).event_id
    turns = ["answer", "answer", "", ""]

    def work() -> None:
        if turns.pop(0):
            KnownError.objects.get(pk=known.pk).answer(first, "fails")
        else:
            passing.pass_on(event, most=2)
            passing.pass_on(event)

    together(4, work)
    said = [ticket.events.filter(verb="ticket.reply").count() for ticket in tickets]
    assert said == [1] * 3
    known.refresh_from_db()
    assert known.count.fails == 1
    assert not Outbox.objects.filter(consumer=passing.CONSUMER).exists()
