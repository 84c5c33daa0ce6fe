"""The register of improvements: one that came of an idea and helped, one whose review is due, one proposed, one dropped."""

from datetime import timedelta

from changes.models import Change, Type
from comms.improvements import drop, note, propose, review, start
from comms.models import Feedback, Improvement
from demo.catalogue import DRAWINGS, MEETINGS, SIGN_IN
from demo.history import World
from itsm.people.models import Person

DAY = timedelta(days=1)


def improve(world: World, heard: dict[str, Feedback]) -> None:
    by_phone(world, heard["password"])
    told_at_hand_over(world, heard["rated"])
    after_a_change(world)
    walked_round(world)


def by_phone(world: World, idea: Feedback) -> None:
    """Before and after show what came of it."""
    lead = world.made.lead("Identity")
    made = propose(
        title="A forgotten password is reset by phone, at any hour", owner=lead, by=lead, feedback=idea, now=world.now - 96 * DAY,
        why="A third of what comes to us at night is a forgotten password, and many come back the next day.", service=world.services[SIGN_IN],
        measure="reopened", cost="Eleven days of one person, and 900 € a year for the text messages",
    )  # fmt: skip
    start(made, by=lead, review_on=(world.now - 20 * DAY).date(), now=world.now - 92 * DAY)
    note(made, by=lead, words="Works in Porto and Leeds. Boston follows next week.", now=world.now - 60 * DAY)
    review(
        made, by=lead, outcome=Improvement.Outcome.BETTER, now=world.now - 20 * DAY,
        effect="Three of four forgotten passwords never reach us, and what we reset stays reset.",
    )  # fmt: skip


def told_at_hand_over(world: World, rated: Feedback) -> None:
    """It came of a figure, and Ana's words were put beside it. Its review is due since yesterday."""
    lead = world.made.lead("Engineering systems")
    made = propose(
        title="One person stays with a case that changes teams", owner=lead, by=world.made.demo["manager"],
        source=Improvement.Source.FIGURE, origin="handovers",
        service=world.services[DRAWINGS], measure="handovers", days=84, now=world.now - 40 * DAY,
        why="Colleagues tell the same story three times.",
    )  # fmt: skip
    start(made, by=lead, review_on=(world.now - DAY).date(), now=world.now - 38 * DAY)
    Feedback.objects.filter(pk=rated.pk).update(improvement=made)


def after_a_change(world: World) -> None:
    """Of the emergency that was backed out."""
    emergency = Change.objects.filter(type=Type.EMERGENCY).order_by("-pk").first()
    lead = world.made.lead("Identity")
    propose(
        title="What signs people in is tried on five phones before all get it", owner=lead, by=lead, cost="Half a day each time",
        source=Improvement.Source.REVIEW, origin=emergency.number if emergency else "", service=world.services[SIGN_IN],
        why="We tried it on laptops only.", now=world.now - 5 * DAY,
    )  # fmt: skip


def walked_round(world: World) -> None:
    lead: Person = world.made.lead("Workplace")
    made = propose(
        title="Walk through the meeting rooms each Monday", owner=lead, by=lead, source=Improvement.Source.FIGURE, origin="backlog",
        service=world.services[MEETINGS], now=world.now - 70 * DAY,
    )  # fmt: skip
    drop(
        made, by=lead, reason="The new screens report what is broken by themselves.", now=world.now - 45 * DAY
    )
