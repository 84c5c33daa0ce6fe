"""List rows made in Python: fifty rows are drawn with one loop and no template nodes, which is where lists are won.

A list is its columns: each knows its heading, how it sorts and how a ticket's cell reads. Which columns stand in
a list is in its address (`columns=status,holder`), so a saved view remembers them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame.strip import draw_strip
from itsm.frame.templatetags.frame import when
from itsm.frame.words import current, middle
from itsm.services.policy import current_policy
from itsm.tickets.models import Holder, Ticket

SOON = timedelta(hours=1)
LONGEST_NAME = 22
Cell = Callable[[Any, "Pen"], str]


@dataclass(frozen=True)
class Column:
    """`cell` answers escaped HTML, `<td>` included."""

    label: Any
    cell: Cell
    sort: str = ""
    end: bool = False
    names: frozenset[str] = frozenset()  # whose names must be read for it
    fields: frozenset[str] = frozenset()  # of a practice's own tickets, in a list of those only


class Pen:
    """What the cells of one table share, looked up once: this moment, the reader's words, the labels in their language."""

    def __init__(self, now: datetime) -> None:
        self.now, self.words = now, current()
        self.labels = {
            name: escape(str(COLUMNS[name].label)) for name in ("promise", "due", "silence", "waiting")
        }
        self._badges: dict[tuple[str, str], str] = {}
        self._priorities: dict[int, str] = {}

    @cached_property
    def limits(self) -> dict[int, tuple[datetime, str]]:
        """Priority → since when is too long, and the limit in words. Asked only where silence is shown."""
        silence = current_policy().silence.items()
        since = {
            priority: (limit.too_long_since(self.now), escape(limit.length)) for priority, limit in silence
        }
        return {priority: (moment, said) for priority, (moment, said) in since.items() if moment}

    def badge(self, ticket: Ticket) -> str:
        key = ticket.kind, ticket.status
        if key not in self._badges:
            label = escape(ticket.get_status_display())
            self._badges[key] = f'<span class="badge" data-status="{ticket.status}">{label}</span>'
        return self._badges[key]

    def priority(self, value: int) -> str:
        if value not in self._priorities:
            short, _space, word = escape(str(Ticket.Priority(value).label)).partition(" ")
            said = f'{short}<span class="hear"> {word}</span>'
            self._priorities[value] = (
                f'<span class="priority" data-priority="{value}" title="{word}">{said}</span>'
            )
        return self._priorities[value]

    def when(self, moment: datetime | None, shown: str = "ago") -> str:
        return when(moment, shown, said=self.words, now=self.now)


def status(ticket: Ticket, pen: Pen) -> str:
    return f"<td>{pen.badge(ticket)}</td>"


def priority(ticket: Ticket, pen: Pen) -> str:
    return f"<td>{pen.priority(ticket.priority)}</td>"


def holder(ticket: Ticket, pen: Pen) -> str:
    return name_cell(holder_name(ticket))


def strip(ticket: Ticket, pen: Pen) -> str:
    drawn = draw_strip(
        ticket.strip_segments,
        now=ticket.strip_until or pen.now,
        promise=ticket.strip_promise,
        ended=not ticket.open,
        words=pen.words,
    )
    return f"<td>{drawn}</td>"


def promise(ticket: Ticket, pen: Pen) -> str:
    return moment_cell(ticket.promised_at, pen, "promise")


def due(ticket: Ticket, pen: Pen) -> str:
    return moment_cell(ticket.due_at, pen, "due")


def opened(ticket: Ticket, pen: Pen) -> str:
    return f'<td class="end quiet">{pen.when(ticket.opened_at)}</td>'


def changed(ticket: Ticket, pen: Pen) -> str:
    return f'<td class="end quiet">{pen.when(ticket.changed_at)}</td>'


def silence(ticket: Ticket, pen: Pen) -> str:
    """Since when nothing human was heard; over the limit it stands out and says the limit."""
    since, said = pen.limits.get(ticket.priority, (None, ""))
    if since is None or ticket.silent_since > since or not ticket.is_waiting:
        return (
            f'<td class="end quiet" data-label="{pen.labels["silence"]}">{pen.when(ticket.silent_since)}</td>'
        )
    limit = escape(_("limit %(time)s") % {"time": said})
    return f'<td class="end late" data-label="{pen.labels["silence"]}">{pen.when(ticket.silent_since)} <small>{limit}</small></td>'


def waiting(ticket: Ticket, pen: Pen) -> str:
    return f'<td class="end" data-label="{pen.labels["waiting"]}">{ticket.waiting_people}</td>'


def named(name: str, label: Any) -> Column:
    """A column that is one name of `TicketQuerySet.for_list`."""
    return Column(
        label, lambda ticket, pen: name_cell(getattr(ticket, f"{name}_name") or ""), names=frozenset({name})
    )


COLUMNS: dict[str, Column] = {
    "status": Column(gettext_lazy("State"), status),
    "priority": Column(gettext_lazy("Priority"), priority, "priority"),
    "requester": named("requester", gettext_lazy("Colleague")),
    "holder": Column(gettext_lazy("Whose move"), holder, names=frozenset({"requester", "assignee", "team"})),
    "team": named("team", gettext_lazy("Team")),
    "service": named("service", gettext_lazy("Service")),
    "site": named("site", gettext_lazy("Site")),
    "strip": Column(gettext_lazy("Baton"), strip),
    "promise": Column(gettext_lazy("Promise"), promise, "promise"),
    "due": Column(gettext_lazy("Due"), due, "due"),
    "silence": Column(gettext_lazy("Last word"), silence, "silence", end=True),
    "waiting": Column(gettext_lazy("People waiting"), waiting, end=True, names=frozenset({"waiting_people"})),
    "opened": Column(gettext_lazy("Opened"), opened, "opened", end=True),
    "changed": Column(gettext_lazy("Changed"), changed, "changed", end=True),
}
USUAL = ("status", "priority", "requester", "holder", "strip", "promise", "due")


def chosen(
    names: Sequence[str], usual: Sequence[str] = (), known: Mapping[str, Column] = COLUMNS
) -> list[str]:
    """The columns an address asks for, or the usual ones of its view; unknown names are passed over."""
    return [name for name in names if name in known] or list(usual or USUAL)


def names_for(columns: Iterable[Column]) -> set[str]:
    """What `TicketQuerySet.for_list` must know to fill these columns."""
    return {name for column in columns for name in column.names}


def draw_rows(
    tickets: Iterable[Ticket], columns: Iterable[Column], *, pick: bool, now: datetime | None = None
) -> SafeString:
    pen = Pen(now or timezone.now())
    cells = [column.cell for column in columns]
    select = escape(_("Select"))
    out = []
    for ticket in tickets:
        number, box = escape(ticket.number), ""
        if pick:
            box = f'<td class="pick"><input type="checkbox" name="pick" value="{number}" aria-label="{select} {number}"></td>'
        out.append(
            f'<tr id="{number}"{mark(ticket, pen.now)}>{box}<td class="grow"><a class="title" href="{ticket.get_absolute_url()}">'
            f'<span class="number">{number}</span> <bdi>{escape(ticket.title)}</bdi></a></td>'
        )
        out.extend(cell(ticket, pen) for cell in cells)
        out.append("</tr>")
    return mark_safe("".join(out))  # noqa: S308  # every text is escaped where it is put in


def name_cell(name: str) -> str:
    return f'<td class="quiet"><bdi>{escape(middle(name, LONGEST_NAME))}</bdi></td>'


def moment_cell(moment: datetime | None, pen: Pen, column: str) -> str:
    """On a phone, where no heading stands above it, the cell says itself what moment it is."""
    if moment is None:
        return '<td class="phone-hide"></td>'
    state = "late" if moment <= pen.now else "soon" if moment <= pen.now + SOON else ""
    return f'<td class="{state}" data-label="{pen.labels[column]}">{pen.when(moment, "at")}</td>'


def holder_name(ticket: Ticket) -> str:
    """Whose move it is, in a name."""
    match ticket.holder:
        case _other if not ticket.open:
            return ""
        case Holder.AGENT:
            return str(ticket.assignee_name)
        case Holder.TEAM:
            return str(ticket.team_name)
        case Holder.COLLEAGUE:
            return str(ticket.requester_name)
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
