"""A step that is decided in one go, by people who sat together: each voice as it was given, and one decision for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.approvals.asking import about
from catalog.approvals.deciding import Answer, refuse
from catalog.models import Approval, ApprovalStep
from itsm.people.models import Person

State = Approval.State


@dataclass(frozen=True)
class Voice:
    """What one of those who are asked said; None: nothing either way."""

    agrees: bool | None
    words: str = ""


def settle(
    step: ApprovalStep,
    *,
    agrees: bool,
    words: str,
    voices: Mapping[int, Voice],
    by: Person,
    channel: str,
    digest: str,
    now: datetime | None = None,
    **details: Any,
) -> None:
    """`by` is asked in the step and says what was decided; `voices`: by person, as they were given.

    The decision is theirs together: the rule of the step, which counts answers given apart, does not count here.
    """
    if not agrees and not words.strip():
        raise ValidationError({"words": _("Say why, in plain words: the colleague reads it.")})
    mine = Approval.objects.with_subject().get(step=step.pk, person=by.pk)
    refuse(mine, by=by, digest=digest)  # before anything is locked
    with transaction.atomic():
        answer = Answer(step.ticket.specific, agrees, words.strip(), by, channel, now or timezone.now())
        with answer.recorded() as act:
            mine = Approval.objects.select_for_update(of=("self",)).with_subject().get(pk=mine.pk)
            refuse(mine, by=by, digest=digest)
            write_down(mine.step, voices, channel=channel, now=answer.now)
            mine.step.state = ApprovalStep.State.APPROVED if agrees else ApprovalStep.State.DECLINED
            act.details |= answer.details(mine) | about(mine.step) | details
            if agrees:
                act.comment = answer.words
        answer.end(mine.step)


def write_down(step: ApprovalStep, voices: Mapping[int, Voice], *, channel: str, now: datetime) -> None:
    """Whoever said nothing, or abstained, is no longer asked."""
    for one in step.approvals.waiting():
        voice = voices.get(one.person_id)
        if voice is None or voice.agrees is None:
            continue
        one.state = State.APPROVED if voice.agrees else State.DECLINED
        one.words = voice.words or ("" if voice.agrees else _("Voted no in the meeting."))
        one.channel, one.decided_at = channel, now
        one.save(update_fields=["state", "words", "channel", "decided_at"])
