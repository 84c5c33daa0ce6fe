"""The questions a list of tickets can be asked: one set for the pages and the API, so an address says the same in both.

Every filter takes several values, repeated (`team=1&team=2`) or separated by commas (`team=1,2`). None of them asks the
database for its choices: a list page pays for its rows only.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters as filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.fields import IsoDateTimeField
from drf_spectacular.utils import extend_schema_field

from itsm.people.models import Person
from itsm.tickets.models import Event, Holder, Ticket, TicketQuerySet

SOON = timedelta(hours=4)
WORD = {"type": "string"}
SEVERAL = {"type": "array", "items": WORD}


class SeveralWidget(forms.TextInput):
    """Reads repeated values and values with commas alike."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return [word.strip() for text in given for word in str(text).split(",") if word.strip()]


class SeveralField(forms.Field):
    widget = SeveralWidget

    def __init__(self, *, words: Sequence[str] = (), numbers: bool = False, **kwargs: Any) -> None:
        self.words, self.numbers = frozenset(words), numbers
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[str]:
        given = list(value or ())
        unknown = [word for word in given if not self.knows(word)]
        if unknown:
            message = _("“%(word)s” is not among the choices: %(words)s.")
            raise ValidationError(message, params={"word": unknown[0], "words": self.choices_in_words()})
        return given

    def knows(self, word: str) -> bool:
        if self.numbers and word.isdecimal() and word.isascii():
            return len(word) < 10  # nobody has two billion teams, and the column could not hold the number
        return word in self.words or not (self.words or self.numbers)

    def choices_in_words(self) -> str:
        return ", ".join([*sorted(self.words), *([_("a number")] if self.numbers else [])])


class Several(filters.Filter):
    """`column in (…)`. `none` stands for an empty column, `me` and `mine` for the person who asks and their teams."""

    field_class = SeveralField

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        person: Person = self.parent.request.user
        ids: set[Any] = {word for word in value if word not in {"none", "me", "mine"}}
        if "me" in value:
            ids.add(person.pk)
        if "mine" in value:
            ids |= person.team_ids
        found = Q(**{f"{self.field_name}__in": ids})
        return qs.filter(found | Q(**{f"{self.field_name}__isnull": True}) if "none" in value else found)


@extend_schema_field(
    {**SEVERAL, "description": "Numbers, repeated or separated by commas; some filters know words too."}
)
class Ids(Several):
    def __init__(self, *, words: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(words=words, numbers=True, **kwargs)


@extend_schema_field({**SEVERAL, "description": "One of the choices, or several."})
class Words(Several):
    def __init__(self, choices: Sequence[tuple[Any, Any]], **kwargs: Any) -> None:
        super().__init__(words=[str(value) for value, _label in choices], **kwargs)


class MomentField(IsoDateTimeField):
    """Told to the database in UTC: it knows fewer offsets than people can write."""

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"]) from error


class Moment(filters.IsoDateTimeFilter):
    field_class = MomentField


class Due(Words):
    """By when the next deadline or promise falls."""

    DAYS: ClassVar = {"today": 1, "week": 7}

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.due_by(max(self.until(word) for word in value)) if value else qs  # type: ignore[attr-defined]

    def until(self, word: str) -> datetime:
        now = timezone.now()
        if word in self.DAYS:  # to the end of the reader's own day
            here = self.parent.request.user.local_time(now=now)
            midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
            return midnight + timedelta(days=self.DAYS[word])
        return now + SOON if word == "soon" else now


DUE_CHOICES = [
    ("overdue", gettext_lazy("overdue")),
    ("soon", gettext_lazy("in the next four hours")),
    ("today", gettext_lazy("today")),
    ("week", gettext_lazy("within a week")),
]


class ColleagueTicketFilter(filters.FilterSet):
    """What a colleague may ask about their own tickets: nothing the desk keeps to itself."""

    status = Several(label=gettext_lazy("Status"))
    open = filters.BooleanFilter(label=gettext_lazy("Open"))
    kind = Words(Ticket.Kind.choices, label=gettext_lazy("Kind"))
    service = Ids(words=["none"], label=gettext_lazy("Service"))
    site = Ids(words=["none"], label=gettext_lazy("Site"))
    opened_after = Moment(field_name="opened_at", lookup_expr="gte", label=gettext_lazy("Opened since"))
    opened_before = Moment(field_name="opened_at", lookup_expr="lt", label=gettext_lazy("Opened before"))
    q = filters.CharFilter(method="containing", label=gettext_lazy("Words"))

    class Meta:
        model = Ticket
        fields: ClassVar[list[str]] = []

    if TYPE_CHECKING:
        base_filters: dict[str, Any]

    def __init__(self, data: Any = None, *args: Any, only_asked: bool = False, **kwargs: Any) -> None:
        """`only_asked` leaves out what `data` does not name: enough to filter, too little to draw a form from."""
        if only_asked:
            self.base_filters = {
                name: self.base_filters[name] for name in self.base_filters if name in (data or {})
            }
        super().__init__(data, *args, **kwargs)

    def containing(self, queryset: TicketQuerySet, name: str, value: str) -> TicketQuerySet:
        """Words in the number, title, description or a message the asker may read."""
        words = SearchQuery(value.replace("\x00", " "), config="english", search_type="websearch")
        messages = Event.objects.visible_to(self.request.user).filter(search=words).exclude(comment="")
        found = Ticket.objects.filter(search=words).values("pk").union(messages.values("ticket"))
        return queryset.filter(Q(number=value.strip().replace("\x00", "").upper()) | Q(pk__in=found))


class TicketFilter(ColleagueTicketFilter):
    """What the desk asks about tickets of any kind."""

    changed_after = Moment(field_name="changed_at", lookup_expr="gte", label=gettext_lazy("Changed since"))
    priority = Words(Ticket.Priority.choices, label=gettext_lazy("Priority"))
    holder = Words(Holder.choices, label=gettext_lazy("Whose move"))
    team = Ids(words=["mine"], label=gettext_lazy("Team"))
    assignee = Ids(words=["me", "none"], label=gettext_lazy("Agent"))
    requester = Ids(words=["me"], label=gettext_lazy("Colleague"))
    watcher = filters.BooleanFilter(method="watched", label=gettext_lazy("I am watching it"))
    major = filters.BooleanFilter(label=gettext_lazy("Major incident running"))
    restricted = filters.BooleanFilter(label=gettext_lazy("Restricted"))
    dropped = filters.BooleanFilter(method="dropped_batons", label=gettext_lazy("Dropped baton"))
    breached = filters.BooleanFilter(label=gettext_lazy("Service level missed"))
    escalated = filters.BooleanFilter(
        field_name="escalation", method="flagged", label=gettext_lazy("Escalated")
    )
    waiting = filters.BooleanFilter(method="unanswered", label=gettext_lazy("Colleague waits for an answer"))
    silent = filters.NumberFilter(
        method="silent_for", min_value=0, max_value=100_000, label=gettext_lazy("Nothing heard for (hours)")
    )
    due = Due(DUE_CHOICES, label=gettext_lazy("Due"))

    def dropped_batons(self, queryset: TicketQuerySet, name: str, value: bool) -> TicketQuerySet:  # noqa: FBT001
        now = timezone.now()
        return queryset.dropped(now=now) if value else queryset.exclude(open=True, drops_at__lte=now)

    def watched(self, queryset: TicketQuerySet, name: str, value: bool) -> TicketQuerySet:  # noqa: FBT001
        watched = Q(pk__in=self.request.user.participations.filter(part="watcher").values("ticket"))
        return queryset.filter(watched if value else ~watched)

    def flagged(self, queryset: TicketQuerySet, name: str, value: bool) -> TicketQuerySet:  # noqa: FBT001
        return queryset.filter(**{f"{name}__gt": 0} if value else {name: 0})

    def unanswered(self, queryset: TicketQuerySet, name: str, value: bool) -> TicketQuerySet:  # noqa: FBT001
        return queryset.filter(waiting_since__isnull=not value)

    def silent_for(self, queryset: TicketQuerySet, name: str, value: float) -> TicketQuerySet:
        """Those who wait and have heard nothing human for so many hours. The order stays the list's own."""
        since = timezone.now() - timedelta(hours=float(value))
        return queryset.waiting().filter(silent_since__lte=since)
