"""What is broken or coming, as an answer to somebody's words: it stands before all else."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from comms.notices import mine
from itsm.knowledge.question import Question
from itsm.knowledge.sources import Hit, Source, Whole
from itsm.people.models import Person


def find(words: str, reader: Person, limit: int) -> Sequence[Hit]:
    """What was addressed to this reader and still stands."""
    question = Question.of(words)
    if not question.parts:
        return []
    found = mine.about(reader, question, now=timezone.now(), limit=limit)
    return [hit_of(standing) for standing in found]


def hit_of(standing: mine.Standing) -> Hit:
    notice, row = standing.notice, standing.row
    text = row.subject if row.subject and row.subject != notice.title else ""  # type: ignore[attr-defined]
    return Hit(
        kind="notice",
        key=notice.number,
        title=notice.title,
        url=mine.address(notice),
        excerpt=mark_safe(escape(text)),  # noqa: S308 - escaped here
        score=min(row.score, 1.0),  # type: ignore[attr-defined]
        state="outage" if notice.kind == notice.Kind.OUTAGE else notice.kind,
        said=notice.get_phase_display(),
        at=notice.published_at,
    )


def read(keys: Sequence[str], reader: Person) -> dict[str, Whole]:
    """The latest message in this reader's words."""
    latest = mine.latest_words(reader, keys)
    return {
        number: Whole(text="\n\n".join(filter(None, slots)), about=title) for number, title, slots in latest
    }


NOTICES = Source(kind="notice", label=_("Notices"), find=find, order=10, icon="megaphone", read=read)
