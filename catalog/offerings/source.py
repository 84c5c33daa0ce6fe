"""What can be asked for, as an answer to somebody's words: in the portal, in every search, for the assistant."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Offering
from itsm.knowledge.closest import closest
from itsm.knowledge.sources import Hit, Source, register
from itsm.people.models import Audience, Person

KIND = "offering"


def find(words: str, reader: Person, limit: int) -> Sequence[Hit]:
    """Only what this reader may ask for themselves, also at the desk: the answer is a form to fill in."""
    rows = closest(Offering.objects.for_asking(reader), words, limit=limit, text="what")
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


def add_to_registry() -> None:
    register(Source(kind=KIND, label=_("Ask for it"), find=find, order=20, icon="shopping-bag", texts=texts))
