"""Whose move it is, and the strip: a ticket's holders kept on the ticket itself, so that a list needs no other table."""

from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame.strip import Kind, Segment

# A list row draws its strip from the ticket itself; what is older than this many holders is only in the ledger.
STRIP_LENGTH = 24


class Holder(models.TextChoices):
    """Whose move it is."""

    TEAM = "team", gettext_lazy("team")  # a team's queue: nobody in person yet
    AGENT = "agent", gettext_lazy("agent")
    COLLEAGUE = "colleague", gettext_lazy("colleague")  # we asked, they answer
    APPROVER = "approver", gettext_lazy("approver")
    SUPPLIER = "supplier", gettext_lazy("supplier")
    SCHEDULED = "scheduled", gettext_lazy("scheduled")  # a moment in time
    SYSTEM = "system", gettext_lazy("another system")  # that does a step by itself and says when it is done


ENDED = "end"  # in the strip only: a finished ticket has no holder
KINDS_OF_HOLDER: dict[str, Kind] = {
    Holder.TEAM: "ours",
    Holder.AGENT: "ours",
    Holder.COLLEAGUE: "theirs",
    Holder.APPROVER: "others",
    Holder.SUPPLIER: "others",
    Holder.SCHEDULED: "scheduled",
    Holder.SYSTEM: "others",
    ENDED: "theirs",  # between resolved and reopened the colleague was to say whether it works
}
LABELS = {**dict(Holder.choices), ENDED: gettext_lazy("resolved")}


def segments(strip: list[Any], *, now: datetime) -> list[Segment]:
    """The holders as the strip draws them; a queue beyond its target is nobody."""
    ends = [since for _holder, _who, since, _drops in strip[1:]] + [int(now.timestamp())]
    parts: list[Segment] = []
    for place, ((holder, who, since, drops), end) in enumerate(zip(strip, ends, strict=True)):
        if holder == ENDED and place == len(strip) - 1:
            break
        label = who or str(LABELS[holder])
        if drops and drops < end:
            parts += [Segment("ours", label, drops - since), Segment("nobody", _("nobody"), end - drops)]
        else:
            parts.append(Segment(KINDS_OF_HOLDER[holder], label, end - since))
    return parts


def ended_at(strip: list[Any]) -> datetime | None:
    return datetime.fromtimestamp(strip[-1][2], UTC) if strip and strip[-1][0] == ENDED else None
