"""The board from the database: a handful of statements, whatever the history holds."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Prefetch, Q, QuerySet

from comms.models import Audience, Notice, ServiceOnStatus, StatusPage, Text, Update
from comms.status.board import DAYS, Board, Message, Offered, Told
from comms.status.states import Span, State, of_incident, spans_of_notice
from incidents.models import Incident, MajorIncident
from itsm.services.models import Impact, Priority, Service

OPEN_TICKET = Q(ticket=None) | Q(ticket__restricted=False)
SpansByService = dict[int, list[Span]]


def gather(*, now: datetime) -> Board:
    page = StatusPage.the()
    notices = _notices(now)
    spans = _spans(notices, now)
    told = [_told(notice) for notice in notices]
    return Board(
        at=now,
        open_to_all=page.public,
        title=page.title,
        services=tuple(_services(spans)),
        notices=tuple(one for one in told if one is not None),
    )


def _notices(now: datetime) -> list[Notice]:
    """Ninety days of them and all that are open; never a rehearsal, never one about a restricted ticket."""
    since = now - timedelta(days=DAYS + 1)
    texts = Text.objects.filter(audience=Audience.COLLEAGUES)
    said = Update.objects.exclude(verb=Update.REMIND)  # a reminder is for named people
    found = (
        Notice.objects.published()
        .real()
        .filter(Q(open=True) | Q(published_at__gte=since) | Q(over_at__gte=since))
        .filter(OPEN_TICKET)
        .annotate(declared_at=F("ticket__incident__major_record__declared_at"))
        .select_related("ticket", "aim")
        .prefetch_related(
            "services", Prefetch("updates", said), Prefetch("updates__texts", texts, to_attr="for_colleagues")
        )
    )
    return list(found.order_by("-published_at", "-pk"))


def about(notice: Notice) -> list[int]:
    """Its services: those it names, and its ticket's."""
    named = [service.pk for service in notice.services.all()]
    own = notice.ticket.service_id if notice.ticket else None
    return named if own is None or own in named else [*named, own]


def _spans(notices: Iterable[Notice], now: datetime) -> SpansByService:
    """From notices, from major incidents that nobody wrote a notice about, and from what is urgent and open now.

    Urgent incidents without a notice colour the present alone: what nobody was told is not history for colleagues.
    """
    found: SpansByService = defaultdict(list)
    spoken_for = set()
    for notice in notices:
        spoken_for.add(notice.ticket_id)
        steps = [(update.at, update.phase) for update in notice.updates.all()]
        major = None if notice.ticket is None else notice.declared_at is not None  # type: ignore[attr-defined]
        for service in about(notice):
            found[service] += spans_of_notice(notice.kind, steps, major=major, began=notice.starts_at)
    for service, span in (*_major(spoken_for, now), *_urgent(spoken_for)):
        found[service].append(span)
    return found


def _major(spoken_for: set[int | None], now: datetime) -> Iterable[tuple[int, Span]]:
    records = MajorIncident.objects.exclude(declared_at=None).filter(incident__restricted=False)
    recent = Q(state=MajorIncident.State.RUNNING) | Q(declared_at__gte=now - timedelta(days=DAYS + 1))
    for major in records.filter(recent).exclude(incident__in=spoken_for - {None}).select_related("incident"):
        incident = major.incident
        # Standing down is tidying up; service was back when the incident was resolved.
        until = None if incident.open else (incident.resolved_at or major.over_at or incident.changed_at)
        if incident.service_id:
            yield incident.service_id, Span(State.DOWN, incident.opened_at, until)


def _urgent(spoken_for: set[int | None]) -> Iterable[tuple[int, Span]]:
    urgent = Incident.objects.open().filter(
        priority__lte=Priority.HIGH,
        impact__lte=Impact.GROUP,
        restricted=False,
        major=False,
    )
    for incident in urgent.exclude(pk__in=spoken_for - {None}).only(
        "service", "priority", "impact", "opened_at"
    ):
        state = of_incident(priority=incident.priority, impact=incident.impact)
        if incident.service_id:
            yield incident.service_id, Span(state, incident.opened_at)


def _services(spans: SpansByService) -> Iterable[Offered]:
    """Those of one group stand together; the group with the most critical service comes first, no group last."""
    placed = {place.service_id: place for place in ServiceOnStatus.objects.all()}
    shown = [
        (service, placed.get(service.pk) or ServiceOnStatus(service=service))
        for service in Service.objects.active().order_by("criticality", "name")
    ]
    shown = [(service, place) for service, place in shown if place.shown]
    first: dict[str, tuple[bool, int, str]] = {}
    for service, place in shown:
        first.setdefault(place.group, (not place.group, service.criticality, place.group))
    for service, place in sorted(shown, key=lambda pair: first[pair[1].group]):
        yield Offered(
            pk=service.pk,
            name=service.name,
            purpose=service.purpose,
            group=place.group,
            public=place.public,
            spans=tuple(sorted(spans.get(service.pk, ()), key=lambda span: span.since)),
        )


def _told(notice: Notice) -> Told | None:
    """None: nothing of it was said to colleagues, only to IT."""
    messages = [message_of(update, text) for update in notice.updates.all() for text in update.for_colleagues]  # type: ignore[attr-defined]
    if not messages:
        return None
    aim = getattr(notice, "aim", None)
    return Told(
        pk=notice.pk,
        number=notice.number,
        kind=notice.kind,
        phase=notice.phase,
        open=notice.open,
        public=notice.public,
        everyone=bool(aim and aim.everyone),
        services=tuple(about(notice)),
        messages=tuple(messages),
        starts_at=notice.starts_at,
        ends_at=notice.ends_at,
        next_update_at=notice.next_update_at,
        over_at=notice.over_at,
    )


def message_of(update: Update, text: Text) -> Message:
    return Message(
        pk=update.pk,
        verb=update.verb,
        phase=update.phase,
        at=update.at,
        subject=text.subject,
        what=text.what,
        who=text.who,
        do=text.do,
        we=text.we,
        next=text.next,
        next_update_at=update.next_update_at,
        starts_at=update.starts_at,
        ends_at=update.ends_at,
    )


def services_on_page() -> QuerySet[Service]:
    """Which services exist on the page for whoever is signed in."""
    return Service.objects.active().exclude(on_status__shown=False)
