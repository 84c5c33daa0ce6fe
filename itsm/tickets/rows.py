"""List rows made in Python: fifty rows are drawn with one loop and no template nodes, which is where lists are won.

A list is its columns: each knows its heading, how it sorts and how a ticket's cell reads. Which columns stand in
a list is in its address (`columns=status,holder`), so a saved view remembers them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame.strip import draw_strip
from itsm.frame.templatetags.frame import when
from itsm.frame.words import middle
from itsm.tickets.models import Holder, Ticket

SOON = timedelta(hours=1)
LONGEST_NAME = 22
Cell = Callable[[Ticket, datetime], str]


@dataclass(frozen=True)
class Column:
    """`cell` answers escaped HTML, `<td>` included."""

    label: Any
    cell: Cell
    sort: str = ""
    end: bool = False
    needs: str = ""  # a name that must be joined for it


def status(ticket: Ticket, now: datetime) -> str:
    return f'<td><span class="badge" data-status="{ticket.status}">{escape(ticket.get_status_display())}</span></td>'


def priority(ticket: Ticket, now: datetime) -> str:
    short, _space, word = PRIORITIES[ticket.priority].partition(" ")
    return (
        f'<td><span class="priority" data-priority="{ticket.priority}" title="{escape(word)}">'
        f'{escape(short)}<span class="hear"> {escape(word)}</span></span></td>'
    )


def holder(ticket: Ticket, now: datetime) -> str:
    return name_cell(holder_name(ticket))


def strip(ticket: Ticket, now: datetime) -> str:
    drawn = draw_strip(
        ticket.strip_segments,
        now=ticket.strip_until or now,
        promise=ticket.strip_promise,
        ended=not ticket.open,
    )
    return f"<td>{drawn}</td>"


def promise(ticket: Ticket, now: datetime) -> str:
    return moment_cell(ticket.promised_at, now, COLUMNS["promise"].label)


def due(ticket: Ticket, now: datetime) -> str:
    return moment_cell(ticket.due_at, now, COLUMNS["due"].label)


def opened(ticket: Ticket, now: datetime) -> str:
    return f'<td class="end quiet">{when(ticket.opened_at)}</td>'


def changed(ticket: Ticket, now: datetime) -> str:
    return f'<td class="end quiet">{when(ticket.changed_at)}</td>'


def silence(ticket: Ticket, now: datetime) -> str:
    return f'<td class="end quiet">{when(ticket.silent_since)}</td>'


COLUMNS: dict[str, Column] = {
    "status": Column(gettext_lazy("State"), status),
    "priority": Column(gettext_lazy("Priority"), priority, "priority"),
    "requester": Column(gettext_lazy("Colleague"), lambda ticket, now: name_cell(str(ticket.requester))),
    "holder": Column(gettext_lazy("Whose move"), holder),
    "team": Column(gettext_lazy("Team"), lambda ticket, now: name_cell(str(ticket.team))),
    "service": Column(
        gettext_lazy("Service"), lambda ticket, now: name_cell(str(ticket.service or "")), needs="service"
    ),
    "site": Column(gettext_lazy("Site"), lambda ticket, now: name_cell(str(ticket.site or "")), needs="site"),
    "strip": Column(gettext_lazy("Baton"), strip),
    "promise": Column(gettext_lazy("Promise"), promise, "promise"),
    "due": Column(gettext_lazy("Due"), due, "due"),
    "silence": Column(gettext_lazy("Last word"), silence, "silence", end=True),
    "opened": Column(gettext_lazy("Opened"), opened, "opened", end=True),
    "changed": Column(gettext_lazy("Changed"), changed, "changed", end=True),
}
USUAL = ("status", "priority", "requester", "holder", "strip", "promise", "due")


def chosen(names: Sequence[str], usual: Sequence[str] = ()) -> list[str]:
    """The columns an address asks for, or the usual ones of its view; unknown names are passed over."""
    return [name for name in names if name in COLUMNS] or list(usual or USUAL)


def needed(columns: Sequence[str]) -> set[str]:
    return {COLUMNS[name].needs for name in columns} - {""}


def draw_rows(
    tickets: Iterable[Ticket], columns: Sequence[str], *, pick: bool, now: datetime | None = None
) -> SafeString:
    now = now or timezone.now()
    cells = [COLUMNS[name].cell for name in columns]
    select = escape(_("Select"))
    out = []
    for ticket in tickets:
        number, box = escape(ticket.number), ""
        if pick:
            box = f'<td class="pick"><input type="checkbox" name="pick" value="{number}" aria-label="{select} {number}"></td>'
        out.append(
            f'<tr id="{number}"{mark(ticket, now)}>{box}<td class="grow"><a class="title" href="{ticket.get_absolute_url()}">'
            f'<span class="number">{number}</span> <bdi>{escape(ticket.title)}</bdi></a></td>'
        )
        out.extend(cell(ticket, now) for cell in cells)
        out.append("</tr>")
    return mark_safe("".join(out))  # noqa: S308  # every text is escaped where it is put in


def name_cell(name: str) -> str:
    return f'<td class="quiet"><bdi>{escape(middle(name, LONGEST_NAME))}</bdi></td>'


def moment_cell(moment: datetime | None, now: datetime, label: Any) -> str:
    """On a phone, where no heading stands above it, the cell says itself what moment it is."""
    if moment is None:
        return '<td class="phone-hide"></td>'
    state = "late" if moment <= now else "soon" if moment <= now + SOON else ""
    return f'<td class="{state}" data-label="{escape(label)}">{when(moment, "at")}</td>'


def holder_name(ticket: Ticket) -> str:
    """Whose move it is, in a name."""
    match ticket.holder:
        case _other if not ticket.open:
            return ""
        case Holder.AGENT:
            return str(ticket.assignee)
        case Holder.TEAM:
            return str(ticket.team)
        case Holder.COLLEAGUE:
            return str(ticket.requester)
        case _:
            return str(ticket.get_holder_display())


def mark(ticket: Ticket, now: datetime) -> str:
    """The colour of the row's edge: nobody has it, a promise is broken, or one is about to be."""
    if not ticket.open:
        return ""
    if ticket.drops_at and ticket.drops_at <= now:
        return ' data-mark="nobody"'
    if ticket.promised_at and ticket.promised_at <= now + SOON:
        return ' data-mark="broken"' if ticket.promised_at <= now else ' data-mark="soon"'
    return ""


PRIORITIES = {value: str(label) for value, label in Ticket.Priority.choices}
