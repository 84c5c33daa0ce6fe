"""From person to person: places to come by, thanks, a call that is wanted."""

from datetime import timedelta

from demo.history import World
from demo.people import FIRST_LINE
from itsm.people.models import Site
from itsm.tickets import personal
from itsm.tickets.models import Ticket

COUNTERS = {
    "Porto": ("Ground floor, beside the canteen", "Monday to Friday, 9 to 12 and 14 to 17"),
    "Leeds": ("First floor, room 1.14", "Monday to Friday, 9 to 16"),
    "Boston": ("Lobby, the desk with the blue lamp", "Monday to Thursday, 9 to 15"),
}  # in Singapore one is called
THANKS = (
    "You called back within ten minutes and stayed until it worked. Thank you.",
    "Nobody ever explained this to me in words I understand. You did.",
    "You came by although it was almost five. That saved our offer.",
    "Thank you for telling me each time where it stands.",
    "It was my own mistake, and you did not let me feel it.",
)


def help_each_other(world: World) -> None:
    for name, (place, hours) in COUNTERS.items():
        Site.objects.filter(name=name).update(
            desk_place=place, desk_hours=hours, desk_team=world.made.teams[FIRST_LINE]
        )
    want_a_call(world)
    say_thanks(world)


def want_a_call(world: World) -> None:
    """Ana's mails come back, and she would rather talk."""
    ana = world.made.demo["colleague"]
    mine = Ticket.objects.filter(requester=ana, open=True, holder="agent").order_by("pk").first()
    if mine is not None:
        personal.call_me(
            mine.specific, phone=ana.phone, words="I am at my desk all afternoon.", by=ana,
            until=world.now + timedelta(hours=3), now=world.now - timedelta(minutes=25),
        )  # fmt: skip


def say_thanks(world: World) -> None:
    done = Ticket.objects.filter(
        kind=Ticket.Kind.INCIDENT, open=False, assignee__isnull=False, restricted=False, merged_into=None
    )
    newest = done.filter(changed_at__lt=world.now - timedelta(days=1)).order_by("-changed_at", "pk")
    for ticket, words in zip(
        newest.select_related("requester", "assignee")[: len(THANKS)], THANKS, strict=False
    ):
        at = ticket.changed_at + timedelta(hours=1)
        if ticket.assignee in personal.helpers(ticket, ticket.requester):
            personal.thank(ticket.specific, to=ticket.assignee, words=words, by=ticket.requester, now=at)
