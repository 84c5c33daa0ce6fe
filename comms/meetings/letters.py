"""Mails about meetings: the invitation with its agenda, the minutes, what somebody took on, a unit nobody talked with."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zlib import crc32

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from comms import quiet
from comms.letters import domain, reading_as, stamp
from comms.mail_words import writing
from comms.mail_words.writing import Foot, Line
from comms.models import Action, Delivery, Group, Held, Meeting, Reason
from itsm.frame import words
from itsm.people.models import BusinessUnit, Person


def to_all(meeting: Meeting, kind: str, *, by: Person, now: datetime) -> list[int]:
    """To everybody who is asked, but whoever does it; returns the mails to send."""
    people = Person.objects.active().filter(pk__in=meeting.attendances.values("person")).exclude(pk=by.pk)
    letter_kind, cause = "minutes" if kind == "minutes" else "meeting", cause_of(meeting, kind)
    made: list[Delivery] = []
    for person in people:
        with reading_as(person):
            values, lines = about(meeting, kind, person)
            made += send(
                person, letter_kind, cause, values, lines, why=_("you are asked to this meeting"), now=now
            )
    return [row.pk for row in made]


def cause_of(meeting: Meeting, kind: str) -> str:
    """An invitation counts for its time and place: whoever was told of another hears of this one, also where it is the first again."""
    if kind != "invitation":
        return f"{kind}:{meeting.pk}"
    theirs = f"{kind}:{meeting.pk}:"
    cause = f"{theirs}{int(meeting.starts_at.timestamp())}:{crc32(meeting.place.encode())}"
    sent = Delivery.objects.filter(cause__startswith=theirs).order_by("pk").values_list("cause", flat=True)
    before = list(dict.fromkeys(sent))
    if cause not in before:
        return cause
    return before[-1] if before[-1].partition("/")[0] == cause else f"{cause}/{len(before)}"


def about(meeting: Meeting, kind: str, person: Person) -> tuple[dict[str, str], list[Line]]:
    what = {
        "invitation": _("You are invited: %(meeting)s"),
        "minutes": _("Minutes: %(meeting)s"),
        "called_off": _("Does not take place: %(meeting)s"),
    }
    values = {
        "name": person.greeting_name,
        "what": what[kind] % {"meeting": meeting},
        "when": stamp(meeting.starts_at),
        "where": meeting.place,
        "host": meeting.host.name,
        "words": meeting.notes,
        "url": settings.BASE_URL + meeting.get_absolute_url(),
    }
    found = {"invitation": agenda, "minutes": minutes, "called_off": lambda meeting: []}
    return values, list(found[kind](meeting))


def agenda(meeting: Meeting) -> Iterable[Line]:
    for point in meeting.agenda:
        aim = _("the target is %s") % point["target"] if point.get("target") else ""
        yield Line(
            point["words"], why=" ".join(filter(None, [aim and f"{capfirst(aim)}.", point.get("said", "")]))
        )


def minutes(meeting: Meeting) -> Iterable[Line]:
    """What was decided, who took on what, then what was talked about."""
    for decision in meeting.decisions.all():
        yield Line(_("Decided: %(what)s") % {"what": decision.what}, why=decision.why)
    for action in meeting.actions.select_related("owner"):
        said = {"owner": action.owner, "what": action.what, "day": words.day(action.due_on)}
        yield Line(_("%(owner)s takes on: %(what)s, by %(day)s") % said)
    yield from agenda(meeting)


def of_action(action: Action, kind: str, *, now: datetime) -> list[int]:
    """To its owner: it is theirs now, or its day has passed."""
    owner = action.owner
    with reading_as(owner):
        what = {
            "given": _("You took something on in “%(meeting)s”"),
            "late": _("Its day has passed: what you took on in “%(meeting)s”"),
        }
        values = {
            "name": owner.greeting_name,
            "what": what[kind] % {"meeting": action.meeting},
            "words": action.what,
            "due": words.day(action.due_on),
            "url": settings.BASE_URL + reverse("meetings:actions"),
        }
        cause = f"action:{kind}:{action.pk}"
        return [row.pk for row in send(owner, "action", cause, values, [], why=_("you took it on"), now=now)]


def of_unit(unit: BusinessUnit, keeper: Person, lines: list[str], *, cause: str, now: datetime) -> list[int]:
    with reading_as(keeper):
        values = {
            "name": keeper.greeting_name,
            "what": _("Nobody talked with %(unit)s for 90 days") % {"unit": unit},
            "url": f"{settings.BASE_URL}{reverse('meetings:new')}?unit={unit.pk}",
        }
        why = _("you look after %(unit)s") % {"unit": unit}
        made = send(keeper, "unit", cause, values, [Line(line) for line in lines], why=why, now=now)
        return [row.pk for row in made]


def send(
    person: Person,
    kind: str,
    cause: str,
    values: dict[str, str],
    lines: list[Line],
    *,
    why: str,
    now: datetime,
) -> list[Delivery]:
    """The row of a mail that goes now, or a line of a digest; nothing if they chose so. Never twice for one cause."""
    if not person.is_active:
        return []
    known: dict[str, Any] = {
        "group": Group.WORK, "person": person, "reason": Reason.ADDRESSED, "about": why[:120], "cause": cause,
    }  # fmt: skip
    wanted = quiet.wants([person.pk], group=Group.WORK, now=now)
    if due_at := wanted.later.get(person.pk):
        later = Held(**known, line=values["what"][:300], url=values["url"], at=now, due_at=due_at)
        Held.objects.bulk_create([later], ignore_conflicts=True)
    if person.pk not in wanted.at_once:
        return []
    made = writing.write(
        writing.words_of(kind, writing.changed()), values, Foot.of(person, Group.WORK, why), lines=lines
    )
    name = f"{cause.replace(':', '.')}.{person.pk}@{domain()}"
    row = Delivery(
        **known, address=person.email, message_id=f"<{name}>", thread_id=f"<{cause.replace(':', '.')}@{domain()}>",
        created_at=now, subject=made.subject, text=made.text, html=made.html,
    )  # fmt: skip
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    return list(Delivery.objects.filter(cause=cause, person=person, state=Delivery.State.QUEUED))
