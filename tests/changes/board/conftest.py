"""A board of three with a chair, and a change of high risk that waits for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changes.board import agenda
from changes.models import Board, Change, Meeting
from itsm.people import roles
from tests.changes.kit import whole_plan
from tests.factories import PersonFactory

DAY = timedelta(days=1)


@pytest.fixture
def members(team):
    names = ("Chair Hale", "Ada Moss", "Bo Lind")
    return [PersonFactory(name=name, roles=[roles.CHANGE_MANAGER]) for name in names]


@pytest.fixture
def board(members) -> Board:
    made = Board.objects.create(name="Change advisory board", chair=members[0])
    made.members.set(members)
    return made


@pytest.fixture
def asked(agent, service, board):
    def asked(title="Move the mail store", *, days=5, by=agent, **fields) -> Change:
        """A change that only the board has still to agree to."""
        starts = timezone.now() + days * DAY
        plan = whole_plan(starts_at=starts, ends_at=starts + timedelta(hours=2)) | fields
        made = Change.propose(by=by, title=title, service=service, **plan)
        Change.objects.filter(pk=made.pk).update(status="assess", risk_level="high", risk_score=30)
        made.refresh_from_db()
        step = {"name": "The board agrees", "who": {"kind": "board"}, "rule": "share", "share": 51}
        from catalog.approvals import asking

        asking.ask(made, [step], {}, subject_digest=made.digest, owner=None)
        Change.objects.filter(pk=made.pk).update(status="authorise")
        return Change.objects.get(pk=made.pk)

    return asked


@pytest.fixture
def meeting(board, members) -> Meeting:
    return Meeting.objects.create(board=board, chair=members[0], starts_at=timezone.now() + DAY)


@pytest.fixture
def on_the_agenda(meeting, asked):
    """The change, and its place on the agenda."""
    change = asked()
    agenda.build(meeting, now=timezone.now())
    return change, meeting.items.get()
