"""A board whose chair is the administrator, and its meeting, with the change on the agenda."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from changes.models import AgendaItem, Board, Meeting, MeetingAction

if TYPE_CHECKING:
    from tests.access.world import World

ROUTES = ("board:", "api:meetings", "api:boards")


def objects(world: "World") -> dict[str, Any]:
    chair = world.people["administrator"]
    board = Board.objects.create(name="Change advisory board", chair=chair)
    board.members.add(chair)
    meeting = Meeting.objects.create(board=board, chair=chair, starts_at=timezone.now())
    world.item = AgendaItem.objects.create(meeting=meeting, change=world.change, place=1)
    about = {"what": "Tell the plant", "owner": world.people["agent"], "due_on": timezone.now().date()}
    world.taken_on = MeetingAction.objects.create(meeting=meeting, **about)
    return {"board:board": board, "api:boards": board, "board:": meeting, "api:meetings": meeting}


def meaning(world: "World", route: str) -> dict[str, Any]:
    if not route.startswith(ROUTES):
        return {}
    return {"item": world.item.pk, "action": world.taken_on.pk, "verb": "join"}
