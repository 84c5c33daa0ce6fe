"""“You hear from us by …” on notices: each message makes one, the next message keeps it."""

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comms.measures.about import MOST_LISTED, of_notices
from comms.models import Notice, Update
from comms.promises.running import SAY_NOTHING_NEW
from itsm.frame import words
from itsm.insights.measures import Better, Filter, Measure, Record, Source, Unit, register
from itsm.people.models import Person


def promising() -> QuerySet[Any]:
    """Messages that promised the next by now, with when that came. Reminders and answers are not news."""
    said = Update.objects.exclude(verb__in=SAY_NOTHING_NEW)
    later = said.filter(notice=OuterRef("notice"), pk__gt=OuterRef("pk")).order_by("pk")
    return said.filter(next_update_at__lte=Now()).annotate(followed_at=Subquery(later.values("at")[:1]))


KEPT = Q(followed_at__lte=F("next_update_at"))
PROMISES = Source(key="notice promises", rows=promising, moment="next_update_at", about=of_notices("notice"))


def records(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """The latest first; what was broken says by how much."""
    visible = Notice.objects.visible_to(person).values("pk")
    rows = PROMISES.among(chosen).filter(notice__in=visible).select_related("notice")
    return [_record(update) for update in rows.order_by("-next_update_at")[:MOST_LISTED]]


def _record(update: Any) -> Record:
    said, due, followed = words.current(), update.next_update_at, update.followed_at
    about = {"due": said.exact(due), "late": said.duration(followed - due) if followed else ""}
    if followed is None:
        text, tone = gettext("due %(due)s, nothing said yet") % about, "broken"
    elif followed > due:
        text, tone = gettext("due %(due)s, %(late)s late") % about, "broken"
    else:
        text, tone = gettext("due %(due)s, kept") % about, "kept"
    return Record(name=str(update.notice), href=update.notice.get_absolute_url(), said=text, tone=tone)


notice_promises_kept = Measure(
    key="notice_promises_kept",
    name=_("Promises kept on notices"),
    sentence=_("Each message says when the next one comes. It came by then."),
    formula="promises with the next message at or before due ÷ promises due in the period × 100",
    population=_("Promises of notices that were due in the period; no rehearsals."),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=PROMISES,
    n=Count("pk"),
    value=Count("pk", filter=KEPT),
    over=Count("pk"),
    records=records,
)
register(notice_promises_kept)
