"""What a meeting should talk about: figures, the worst against its target first; open promises; what is left over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.meetings.kept import Snapshot, keep, lately
from comms.models import Action, Meeting
from itsm.frame import words
from itsm.frame.practices import is_here
from itsm.insights.figures import change, number, with_unit
from itsm.insights.goals.targets import targets_of
from itsm.insights.measures import Better, Figure, Filter, Measure, ask_each, measures
from itsm.insights.measures.period import DAY
from itsm.insights.measures.shape import NOTHING
from itsm.services.goals import figures as goals
from itsm.services.models import Goal, Service
from itsm.tickets.models import Ticket

Point = dict[str, Any]
Kind = Meeting.Kind
# What each kind looks at, besides whatever has a target there.
USUAL = {
    Kind.SERVICE_REVIEW: ("csat", "lost_time", "time_to_resolve", "sla_met", "reopened", "promises_kept", "handovers"),
    Kind.CHECK_IN: ("csat", "promises_kept", "time_to_resolve"),
    Kind.STAND_UP: ("first_response", "promises_kept", "handovers"),
}  # fmt: skip
MOST_FIGURES, MOST_SERVICES, MOST_ACTIONS = 6, 3, 20
USED_WITHIN = 90  # days in which a unit's people asked about a service


def build(meeting: Meeting, *, now: datetime) -> None:
    """Written anew until it begins; then it stays as it was."""
    points = [
        *({"kind": "topic", "words": line} for line in meeting.topics.splitlines() if line.strip()),
        *figures(meeting, now=now),
        *promises(meeting, now=now),
        *behind(meeting, now=now),
        *left_over(meeting),
    ]
    meeting.agenda, meeting.agenda_at = points, now
    meeting.save(update_fields=["agenda", "agenda_at"])


# Figures --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    measure: Measure
    chosen: Filter
    now: Figure
    before: Figure
    target: float | None
    service: Service | None = None

    @property
    def miss(self) -> float:
        """How far on the wrong side of its target, as a share of the target; nought where it is met or nobody said."""
        if self.target is None or self.now.value is None:
            return 0
        unit = self.measure.unit
        if number(self.now.value, unit) == number(self.target, unit):  # nobody would see the difference
            return 0
        return max(self._worse(self.target) / (abs(self.target) or 1), 0)

    @property
    def drift(self) -> float:
        """The same against the four weeks before."""
        if self.before.value is None or self.now.value is None:
            return 0
        return max(self._worse(self.before.value) / (abs(self.before.value) or 1), 0)

    def _worse(self, than: float) -> float:
        return (
            (self.now.value or 0) - than
            if self.measure.better == Better.LOWER
            else than - (self.now.value or 0)
        )

    def point(self) -> Point:
        kept = keep(self.measure, self.chosen, self.now, self.target)
        name = f"{self.service}: {self.measure.name}" if self.service else str(self.measure.name)
        said = with_unit(self.now, self.measure.unit)
        snapshot = Snapshot.of(kept)
        first, last = self.chosen.since, self.chosen.until - DAY
        counted = {"n": self.now.n, "since": words.day(first), "until": words.day(last)}
        tone = "broken" if self.miss else "soon" if self.drift and self.target is None else ""
        return {
            "kind": "figure", "words": f"{name}: {said}", "target": snapshot.target if snapshot else "",
            "said": change(self.now, self.before, self.measure.unit), "tone": tone, "figure": kept,
            "counted": _("%(n)s counted, %(since)s to %(until)s.") % counted,
            "href": snapshot.href if snapshot else "",
        }  # fmt: skip


def figures(meeting: Meeting, *, now: datetime) -> list[Point]:
    """Furthest from the target first; then what went the wrong way; at most a handful, or nobody talks about any."""
    known = {one.key: one for one in measures() if one.better != Better.NEITHER and is_here(one.source.rows)}
    services = subjects(meeting, now=now)
    found = [
        each
        for service in services
        for each in _of(meeting, service, known, now=now, several=len(services) > 1)
        if each.now.value is not None
    ]
    found.sort(key=lambda one: (-one.miss, -one.drift))
    return [one.point() for one in found[:MOST_FIGURES]]


def subjects(meeting: Meeting, *, now: datetime) -> list[Service | None]:
    """Its service; of a unit those that its people ask about most; else everything, or its team's."""
    if meeting.service or not meeting.unit:
        return [meeting.service]
    used = services_of(meeting.unit.family(), now=now)
    return [service for service, _tickets in used[:MOST_SERVICES]]


def services_of(units: list[int], *, now: datetime) -> list[tuple[Service, int]]:
    """What people of these units asked about lately, the most first, with how many tickets."""
    since = now - timedelta(days=USED_WITHIN)
    asked = Ticket.objects.filter(requester__unit__in=units, opened_at__gte=since, service__isnull=False)
    counted = asked.order_by().values("service").annotate(n=Count("pk")).order_by("-n", "service")
    rows = {row["service"]: row["n"] for row in counted[:20]}
    known = Service.objects.in_bulk(rows)
    return [(known[pk], n) for pk, n in rows.items()]


def _of(
    meeting: Meeting, service: Service | None, known: dict[str, Measure], *, now: datetime, several: bool
) -> Iterator[Found]:
    chosen = lately(now=now, service=service.pk if service else None, team=meeting.team_id)
    targets = targets_of(known.keys(), chosen)
    keys = [key for key in dict.fromkeys((*USUAL[Kind(meeting.kind)], *targets)) if key in known]
    wanted = [known[key] for key in keys]
    latest, before = ask_each(wanted, [(chosen, None), (chosen.before(), None)])
    for one in wanted:
        yield Found(
            one, chosen, latest[one.key].get(None, NOTHING), before[one.key].get(None, NOTHING), targets.get(one.key),
            service if several else None,
        )  # fmt: skip


# Tickets, goals, actions ----------------------------------------------------------------------------------------------


def tickets(meeting: Meeting) -> "QuerySet[Ticket]":
    """What it is about, open: only counted here, so nobody reads what is not theirs."""
    about = Q()
    if meeting.service_id:
        about &= Q(service=meeting.service_id)
    if meeting.team_id:
        about &= Q(team=meeting.team_id)
    if meeting.unit:
        about &= Q(requester__unit__in=meeting.unit.family())
    return Ticket.objects.open().filter(about)


def promises(meeting: Meeting, *, now: datetime) -> Iterator[Point]:
    counted = tickets(meeting).order_by().aggregate(
        open=Count("pk", filter=Q(promised_at__isnull=False)),
        broken=Count("pk", filter=Q(promised_at__lte=now)),
        dropped=Count("pk", filter=Q(drops_at__lte=now)),
    )  # fmt: skip
    if counted["open"]:
        open_ = ngettext("%(n)s promise is open.", "%(n)s promises are open.", counted["open"]) % {
            "n": counted["open"]
        }
        late = ngettext("%(n)s of them is broken.", "%(n)s of them are broken.", counted["broken"])
        said = late % {"n": counted["broken"]} if counted["broken"] else ""
        yield _at_the_desk(
            meeting, "silence", kind="promise", words=open_, said=said, tone="broken" if said else ""
        )
    if counted["dropped"]:
        lie = ngettext("%(n)s baton lies dropped.", "%(n)s batons lie dropped.", counted["dropped"])
        lie %= {"n": counted["dropped"]}
        yield _at_the_desk(meeting, "dropped", kind="dropped", words=lie, tone="broken")


def _at_the_desk(meeting: Meeting, view: str, **point: Any) -> Point:
    """With a link where the desk's list can be asked for the same."""
    about = {"view": view, "service": meeting.service_id, "team": meeting.team_id}
    query = urlencode({name: value for name, value in about.items() if value})
    return {**point, "href": "" if meeting.unit_id else f"{reverse('desk:home')}?{query}"}


def behind(meeting: Meeting, *, now: datetime) -> Iterator[Point]:
    """Goals of its service, unit or team that are behind the line."""
    about = Q()
    if meeting.service_id:
        about |= Q(services=meeting.service_id)
    if meeting.unit_id:
        about |= Q(units=meeting.unit_id)
    if meeting.team_id:
        about |= Q(services__team=meeting.team_id)
    found = list(Goal.objects.pursued().measured().filter(about).distinct())
    stands = goals.stands(found, now=now)
    for goal in found:
        stand = stands.get(goal.pk)
        if stand and stand.state == "behind":
            said = _("%(now)s; it should be %(due)s today.") % {"now": stand.now, "due": stand.due}
            yield {
                "kind": "goal",
                "words": goal.name,
                "said": said,
                "tone": "soon",
                "href": goal.get_absolute_url(),
            }


def left_over(meeting: Meeting) -> Iterator[Point]:
    """What somebody took on in an earlier one and has not done."""
    earlier = Meeting.objects.about_the_same(meeting).filter(starts_at__lt=meeting.starts_at)
    private = earlier.filter(kind=Kind.CHECK_IN)  # what two people talked about stays between them
    if meeting.kind == Kind.CHECK_IN:
        private = private.exclude(pk__in=private.among(meeting.attendances.values_list("person", flat=True)))
    earlier = earlier.exclude(pk__in=private.values("pk"))
    for action in Action.objects.open().filter(meeting__in=earlier).with_people()[:MOST_ACTIONS]:
        said = _("%(owner)s, by %(day)s") % {"owner": action.owner, "day": words.day(action.due_on)}
        yield {
            "kind": "action",
            "words": action.what,
            "said": said,
            "href": action.meeting.get_absolute_url(),
        }
