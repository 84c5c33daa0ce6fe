"""What can be asked for, as an answer to somebody's words: in the portal, in every search, for the assistant."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Offering, OfferingEdition
from itsm.knowledge.closest import closest
from itsm.knowledge.sources import Hit, Source, Whole, register
from itsm.people.models import Audience, Person

KIND = "offering"
TOLD = ("for_whom", "usual_time", "cost", "how_to_ask")  # by the assistant, after what it is


def find(words: str, reader: Person, limit: int) -> Sequence[Hit]:
    """Only what this reader may ask for themselves, also at the desk: the answer is a form to fill in."""
    rows = closest(Offering.objects.for_asking(reader), words, limit=limit, text="what", small=True)
    return [
        Hit(
            kind=KIND, key=row.key, title=row.title, url=reverse("asking:offering", args=[row.key]), excerpt=row.excerpt,
            score=row.score, services=frozenset(filter(None, [row.service_id])), at=row.changed_at,
        )
        for row in rows
    ]  # fmt: skip


def texts() -> Iterable[str]:
    """What every colleague may ask for: from these words Baton learns how words are written."""
    rows = Offering.objects.published().filter(audience=Audience.EVERYONE)
    return (" ".join(row) for row in rows.values_list("title", "keywords", "what"))


def read(keys: Sequence[str], reader: Person) -> dict[str, Whole]:
    """What its page says before the form, each with its name."""
    rows = Offering.objects.for_asking(reader).filter(key__in=keys).select_related("edition")
    return {
        row.key: Whole(text=told(row.edition), about=f"{row.title}. {row.keywords}", trusted=True)
        for row in rows
    }


def told(edition: OfferingEdition) -> str:
    more = [
        f"- {str(edition._meta.get_field(name).verbose_name).capitalize()}: {said}"  # type: ignore[union-attr]
        for name in TOLD
        if (said := " ".join(getattr(edition, name).split()))
    ]
    return "\n".join([edition.what, "", *more])


def add_to_registry() -> None:
    register(
        Source(
            kind=KIND,
            label=_("Ask for it"),
            find=find,
            order=20,
            icon="shopping-bag",
            texts=texts,
            read=read,
            table=Offering._meta.db_table,
        )
    )
