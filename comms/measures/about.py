"""Which notices a filter of the overview means, and the list of notices behind a figure."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from comms.models import Notice
from itsm.insights.measures import Filter, Measure, Record
from itsm.people.models import Person

MOST_LISTED = 100
# Audiences who work with the service; those who repair it are told, too, but not spared a contact.
COLLEAGUES = ("colleagues", "managers", "sponsor")


def of_notices(path: str, *, person: str = "") -> Callable[[Filter], Q]:
    """`path` leads from the counted row to its notice ("notice"); "" where it is the notice itself. Never a rehearsal.

    `person` leads to whom the row is about: asked for a site, people of that site are meant, else the notices of its tickets.
    """

    def about(chosen: Filter) -> Q:
        found = Notice.objects.real().published()
        if chosen.service:
            found = found.filter(services=chosen.service)
        if chosen.team:
            found = found.filter(Q(services__team=chosen.team) | Q(ticket__team=chosen.team))
        if chosen.priority:
            found = found.filter(ticket__priority=chosen.priority)
        if chosen.kind:
            found = found.filter(ticket__kind=chosen.kind)
        if chosen.site and not person:
            found = found.filter(ticket__site=chosen.site)
        there = Q(**{f"{person}__site": chosen.site}) if chosen.site and person else Q()
        return there & Q(**{f"{path}__in" if path else "pk__in": found.values("pk")})

    return about


def by_notice(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """The same figure for each notice: no names, for only counts are everybody's to see. The largest first."""
    rows = measure.source.among(chosen).order_by().values("notice").annotate(**measure.aggregates)
    found = list(rows.filter(**{f"{measure.key}_n__gt": 0}).order_by(f"-{measure.key}_n")[:MOST_LISTED])
    notices = Notice.objects.visible_to(person).in_bulk([row["notice"] for row in found])
    return [_record(measure, row, notices[row["notice"]]) for row in found if row["notice"] in notices]


def _record(measure: Measure, row: Mapping[str, Any], notice: Notice) -> Record:
    about = {
        "part": row[f"{measure.key}_value"],
        "whole": row.get(f"{measure.key}_over", row[f"{measure.key}_n"]),
    }
    return Record(name=str(notice), href=notice.get_absolute_url(), said=_("%(part)s of %(whole)s") % about)
