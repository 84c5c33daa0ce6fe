"""What somebody began to write and has not sent: its name, and the way back to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from comms.models import Notice, NoticeDraft
from comms.notices.steps import STEPS
from itsm.people.models import Person


@dataclass(frozen=True)
class Unsent:
    title: str
    what: str | Promise
    url: str
    kept_at: datetime


def of(person: Person) -> list[Unsent]:
    """The latest first. What can no longer be said, because its notice is over, is left out."""
    kept = list(NoticeDraft.objects.filter(person=person).order_by("-kept_at"))
    numbers = [draft.about.partition(":")[0] for draft in kept if not draft.about.startswith("new:")]
    told = Notice.objects.visible_to(person).filter(number__in=numbers) if numbers else ()
    notices = {notice.number: notice for notice in told}
    lines = (_begun(draft) if draft.about.startswith("new:") else _next(draft, notices) for draft in kept)
    return [line for line in lines if line]


def _begun(draft: NoticeDraft) -> Unsent:
    _new, kind, ticket = draft.about.split(":")
    typed = (draft.fields.get(name, [""])[0] for name in ("title", "colleagues-subject"))
    title = next((words for words in typed if words), _("No title yet"))
    asked = {"kind": kind} | ({"ticket": ticket} if ticket else {})
    url = f"{reverse('comms:notice_new')}?{urlencode(asked)}"
    return Unsent(title, Notice.Kind(kind).label, url, draft.kept_at)


def _next(draft: NoticeDraft, notices: Mapping[str, Notice]) -> Unsent | None:
    number, _colon, verb = draft.about.partition(":")
    notice = notices.get(number)
    if notice is None or verb not in notice.allowed_verbs or verb not in STEPS:
        return None
    url = reverse("comms:notice_step", args=[notice.number, verb])
    return Unsent(notice.title, STEPS[verb].label, url, draft.kept_at)
