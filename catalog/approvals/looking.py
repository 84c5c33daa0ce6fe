"""One approval as its page, the API and the mail's link show it: exactly what is agreed to, and who else is asked."""

from typing import Any

from catalog.approvals.deciding import why_not
from catalog.approvals.subject import files_of, for_whom, subject_of
from catalog.models import Approval, ApprovalStep


def shown(approval: Approval, *, digest: str = "") -> dict[str, Any]:
    """For the templates. `digest`: what the reader was shown before, if that was something else."""
    ticket = approval.step.ticket
    requester, asked_by = for_whom(ticket)
    return {
        "approval": approval,
        "step": approval.step,
        "ticket": ticket,
        "requester": requester,
        "asked_by": asked_by,
        "subject": subject_of(ticket),
        "files": files_of(ticket),
        "steps": ApprovalStep.objects.of(ticket),
        "why_not": why_not(approval, by=approval.person, digest=digest or approval.step.digest),
        "instead": asked_now(approval),
    }


def asked_now(approval: Approval) -> Approval | None:
    """What the same person is asked now about the same ticket, if this is no longer it."""
    if approval.state == Approval.State.ASKED:
        return None
    mine = Approval.objects.of(approval.person).waiting()
    return mine.filter(step__ticket=approval.step.ticket_id, pk__gt=approval.pk).first()
