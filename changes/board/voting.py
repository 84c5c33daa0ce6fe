"""Votes: what a member says of a change, beforehand or in the room. The last word counts until it is decided."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.approvals.whom import barred
from changes.board.news import tell
from changes.models import AgendaItem, Meeting, Vote
from itsm.people.models import Person
from itsm.tickets.errors import Refused


def may_vote(item: AgendaItem, person: Person) -> bool:
    member = item.meeting.board.members.filter(pk=person.pk).exists()
    return member and person.pk not in barred(item.change)


def vote(
    item: AgendaItem, *, choice: str, words: str = "", by: Person, digest: str, now: datetime | None = None
) -> Vote:
    """`digest`: of the plan that was before them. A no says why."""
    now = now or timezone.now()
    if choice not in Vote.Choice.values:
        raise ValidationError({"choice": _("Say yes, no, or that you abstain.")})
    if choice == Vote.Choice.NO and not words.strip():
        raise ValidationError({"words": _("Say why: whoever plans it starts from it.")})
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
        item = AgendaItem.objects.select_related("change__service").get(pk=item.pk)
        item.meeting = meeting
        _refuse(item, by, digest)
        said = {
            "choice": choice, "words": words.strip(), "digest": digest, "at": now,
            "beforehand": meeting.state == Meeting.State.PLANNED,
        }  # fmt: skip
        found, _made = Vote.objects.update_or_create(item=item, person=by, defaults=said)
        tell(meeting)
    return found


def _refuse(item: AgendaItem, by: Person, digest: str) -> None:
    if item.meeting.state in {Meeting.State.OVER, Meeting.State.CANCELLED} or item.decision:
        raise Refused(_("%(number)s is decided, or the meeting is over.") % {"number": item.change.number})
    if by.pk in barred(item.change):
        raise Refused(_("Nobody votes on a change of their own."))
    if not item.meeting.board.members.filter(pk=by.pk).exists():
        raise Refused(_("Only members of “%(board)s” vote.") % {"board": item.meeting.board})
    refuse_another_plan(item, digest)


def refuse_another_plan(item: AgendaItem, digest: str) -> None:
    """What was before them is not what is planned now."""
    if digest != item.change.digest:
        raise Refused(
            _("The plan of %(number)s has changed since. Look at it again.") % {"number": item.change.number}
        )


def standing(item: AgendaItem, *, digest: str) -> list[Vote]:
    """Votes on this plan; what was said about another one does not count."""
    return [one for one in item.votes.all() if one.digest == digest]
