"""Known errors as an answer to somebody's words: in the portal's box, in a report, in every search, for the assistant.

The way round stands right below the title: who is stuck need not open a page to go on.
"""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame.markdown import words_of
from itsm.knowledge.closest import closest
from itsm.knowledge.sources import Hit, Source, Whole
from itsm.people.models import Audience, Person
from problems.models import KnownError

KIND = "known_error"
SHOWN = 320  # characters of the way round below a hit


def find(words: str, reader: Person, limit: int) -> Sequence[Hit]:
    """What is published for this reader; the desk finds its drafts and what is fixed, too."""
    seen = KnownError.objects.visible_to(reader).exclude(state=KnownError.State.RETIRED)
    rows = closest(seen.prefetch_related("services"), words, limit=limit, small=True)
    return [hit_of(row, reader) for row in rows]


def hit_of(row: KnownError, reader: Person) -> Hit:
    unread = row.state != KnownError.State.PUBLISHED
    way = Truncator(" ".join(words_of(row.workaround).split())).chars(SHOWN)
    return Hit(
        kind=KIND,
        key=row.number,
        title=row.title,
        url=row.get_absolute_url() if reader.works_the_desk else portal_url(row),
        excerpt=format_html("{}", way),
        score=row.score,  # type: ignore[attr-defined]  # by `closest`
        state=row.state if unread else "",
        said=row.get_state_display() if unread else "",
        services=frozenset(service.pk for service in row.services.all()),
        at=row.changed_at,
    )


def portal_url(known: KnownError) -> str:
    return reverse("known:known_error", args=[known.number])


def texts() -> Iterable[str]:
    """What every colleague may read: from these words Baton learns how words are written."""
    rows = KnownError.objects.published().filter(audience=Audience.EVERYONE)
    return (" ".join(row) for row in rows.values_list("title", "symptom", "workaround"))


def read(keys: Sequence[str], reader: Person) -> dict[str, Whole]:
    """The way round first: it is what somebody asks for. Only one person of the desk need have read it."""
    rows = KnownError.objects.published().visible_to(reader).filter(number__in=keys)
    return {row.number: Whole(text=told(row), about=f"{row.title}. {row.symptom}") for row in rows}


def told(known: KnownError) -> str:
    known_to_all = _("We know of this and have not repaired it yet. Until then:")
    return f"{known_to_all}\n\n{known.workaround}"


KNOWN_ERRORS = Source(
    kind=KIND, label=gettext_lazy("Known errors"), find=find, order=15, icon="wrench-screwdriver", texts=texts, read=read,
    table=KnownError._meta.db_table,
)  # fmt: skip
