"""A word of the colleague, an idea of theirs, a theme, and an improvement that the agent proposed."""

from typing import TYPE_CHECKING, Any

from comms.feedback import hear, links
from comms.improvements import propose
from comms.models import Theme

if TYPE_CHECKING:
    from tests.access.world import World


def make(world: "World") -> dict[str, Any]:
    colleague, agent = world.people["colleague"], world.people["agent"]
    return {
        "word": hear(source="page", words="The printer prints blank.", author=colleague),
        "idea": hear(source="page", kind="idea", title="Reset passwords by phone", author=colleague),
        "theme": Theme.objects.create(name="Printing"),
        "improvement": propose(title="A printer on floor 3", owner=agent, by=agent),
    }


def meaning(world: "World", route: str) -> dict[str, Any]:
    made = world.feedback
    if route == "comms:better":
        return {"token": links.token(world.people["colleague"], world.ticket)}
    if route in ("feedback:vote", "api:feedback-vote", "api:feedback-take-back"):
        return {"number": made["idea"].number}
    if route.startswith(("feedback:", "ledger:", "api:feedback")):
        return {"number": made["word"].number, "verb": "answer"}
    if route.startswith(("improvements:", "api:improvements")):
        return {"number": made["improvement"].number, "verb": "start"}
    return {"pk": made["theme"].pk} if route.startswith("api:themes") else {}
