"""The likely category of an incident, learned from those that people sorted."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from incidents.models import Category, Incident
from itsm.knowledge import lessons
from itsm.knowledge.suggesting import facts
from itsm.knowledge.suggesting.kinds import Kind, register
from itsm.people.models import Person
from itsm.tickets.models import Ticket


def lacks(ticket: Ticket) -> bool:
    return ticket.kind == Incident.KIND and ticket.specific.category_id is None


def names(labels: Sequence[str]) -> dict[str, str]:
    known = Category.objects.filter(is_active=True, pk__in=labels)
    return {str(pk): name for pk, name in known.values_list("pk", "name")}


def set_category(ticket: Ticket, value: str, by: Person) -> str:
    ticket.specific.edit(by=by, category=Category.objects.get(pk=value))
    return ""


def add_to_registry() -> None:
    fact = facts.Fact(what="category", lacks=lacks, names=names)
    register(
        Kind(
            what="category",
            label=_("Category"),
            verb=_("Set"),
            icon="tag",
            find=fact.find,
            take=set_category,
            order=20,
        )
    )
    sorted_ones = Incident.objects.exclude(category=None)
    lessons.register(lessons.Subject(what="category", examples=facts.examples(sorted_ones, "category")))
