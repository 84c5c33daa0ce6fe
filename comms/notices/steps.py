"""What can be said next about a notice: each step of its flow with its word on the button."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comms.models import Notice
from itsm.people.models import Person


@dataclass(frozen=True)
class Step:
    """`name` is the verb of `Notice.FLOWS`, the address, and the button."""

    name: str
    label: str | Promise
    icon: str
    key: str = ""
    tone: str = ""


STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step("update", _("Say what is new"), "megaphone", "u"),
        Step("identify", _("Cause found"), "magnifying-glass", "c"),
        Step("monitor", _("Watching the fix"), "eye", "w"),
        Step("worsen", _("It is broken again"), "exclamation-triangle", "b"),
        Step("resolve", _("Resolved"), "check-circle", "d"),
        Step("reschedule", _("Move it"), "calendar", "m"),
        Step("start", _("It begins"), "play", "s"),
        Step("finish", _("It is done"), "check-circle", "d"),
        Step("withdraw", _("It is over"), "archive-box", "d"),
        Step("cancel", _("Cancel it"), "x-circle", "", "danger"),
    )
}


def offered(notice: Notice, person: Person) -> list[Step]:
    """A step that leads on first, then “what is new”, then what ends it badly."""
    if not person.has_perm("comms.tell_notice"):
        return []
    return [step for name, step in STEPS.items() if name in notice.allowed_verbs]


def says_when_next(notice: Notice, verb: str) -> bool:
    """Whether readers must hear after this step when they hear again."""
    from_here = notice.flow[verb][1] or notice.phase
    return notice.kind == Notice.Kind.OUTAGE and from_here != "resolved"
