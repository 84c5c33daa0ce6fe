"""The same by chat, to whoever said which account is theirs: a word to them alone, never in a room, for its address is theirs.

Only what would be mailed at once: quiet hours and wishes hold for chat as for mail.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from catalog.approvals.subject import subject_of
from comms import quiet, wording
from comms.approvals import letters
from comms.approvals.whom import VERBS
from comms.chat.posting import LONGEST
from comms.letters import reading_as
from comms.models import ChatName, ChatPost, Group, Room
from comms.recipients import Told
from itsm.people.models import Person
from itsm.tickets.models import Channel, Event

TWO_WAY = (Room.Server.SLACK, Room.Server.MATTERMOST)


def tell(event: Event, found: "Iterable[tuple[object, Told]]", *, now: datetime) -> list[int]:
    """A row for each of them who has an account; says which are to be sent. Runs in the transaction of the telling."""
    if event.verb not in VERBS:
        return []
    people = {told.person.pk: told.person for _rule, told in found}
    rooms = {room.server: room for room in Room.objects.filter(is_active=True, server__in=TWO_WAY)}
    names = ChatName.objects.filter(person__in=people, server__in=rooms)
    awake = quiet.wants(people, group=Group.APPROVAL, now=now).at_once if rooms else frozenset()
    rows = [
        ChatPost(
            room=rooms[name.server], account=name.account, cause=f"event:{event.pk}:{name.person_id}", ticket=event.ticket,
            text=card(event, people[name.person_id]), created_at=now, next_try_at=now,
        )
        for name in names.order_by("pk")
        if name.person_id in awake
    ]  # fmt: skip
    ChatPost.objects.bulk_create(rows, ignore_conflicts=True)
    written = ChatPost.objects.filter(cause__in=[row.cause for row in rows], state=ChatPost.State.QUEUED)
    return list(written.order_by("pk").values_list("pk", flat=True))


def card(event: Event, person: Person) -> str:
    """What is asked for, by whom, what it costs, and where to answer."""
    with reading_as(person):
        known, subject = letters.values(event, person, channel=Channel.CHAT), subject_of(event.ticket)
        said = [
            wording.subject(event),
            _("For %(name)s") % {"name": known["requester"]},
            *(f"{question}: {answer}" for question, answer in subject.lines),
            _("What it costs: %(cost)s") % {"cost": subject.cost} if subject.cost else "",
            known["because"],
        ]
        text = "\n".join(filter(None, said))[:LONGEST]
        return f"{text}\n{_('Say yes or no here; it takes one answer:')} {known['url']}"
