"""Changes as people make them, and each state with every verb for each of the three types. Shared by verbs, pages and API."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from catalog.approvals.deciding import decide
from catalog.models import Approval
from changes.models import Change, Status, Type
from changes.models.flow import FLOWS, VERBS
from itsm.people.models import Person

TOLD: dict[str, dict[str, Any]] = {
    "submit": {},
    "ask_authority": {},
    "authorise": {},
    "reject": {"reason": "The supplier is not there that day."},
    "rework": {},
    "revise": {"reason": "The window moved."},
    "start": {},
    "finish": {"words": "All steps are done and mail arrives."},
    "back_out": {"reason": "The new certificate is not trusted."},
    "close": {"outcome": "successful", "communication_right": True, "words": "As planned."},
    "cancel": {"reason": "It is not needed any more."},
}
ALL = [(type_, status, verb) for type_ in Type for status in Status for verb in VERBS]
ALLOWED = [(type_, status, verb) for type_, status, verb in ALL if status in FLOWS[type_][verb][0]]
REFUSED = [pair for pair in ALL if pair not in ALLOWED]


def whole_plan(now: datetime | None = None, **fields: Any) -> dict[str, Any]:
    """A plan without holes, in a window that leaves time for everybody."""
    now = now or timezone.now()
    return {
        "description": "The certificate of the mail server is renewed.",
        "reason": "It runs out in December.",
        "benefit": "Mail goes on without a warning.",
        "starts_at": now + timedelta(days=5),
        "ends_at": now + timedelta(days=5, hours=2),
        "risk_answers": {"tried": 0, "way-back": 0, "noticed": 0, "lost": 0, "hands": 0},
        "test_evidence": "Done in the test house on Monday; all clients connected.",
        "back_out_plan": "The old certificate is put back.",
        "back_out_minutes": 10,
        "steps": [
            {"what": "Put the new certificate in", "minutes": 20},
            {"what": "Restart mail", "minutes": 5},
        ],
        **fields,
    }


def open_window(now: datetime | None = None) -> dict[str, datetime]:
    """A window that has just begun."""
    now = now or timezone.now()
    return {"starts_at": now - timedelta(minutes=1), "ends_at": now + timedelta(hours=2)}


def proposed(*, by: Person, type: str = Type.NORMAL, status: str = Status.DRAFT, **fields: Any) -> Change:
    """`status` forces a state, with what belongs to it, for tests of the flow."""
    if status in {Status.SCHEDULED, Status.IMPLEMENTING, Status.REVIEW}:
        fields = open_window() | fields
    made = Change.propose(by=by, title="New mail certificate", type=type, **whole_plan(**fields))
    if status != Status.DRAFT:
        Change.objects.filter(pk=made.pk).update(status=status, open=status not in Change.FINISHED)
        made.refresh_from_db()
        if status == Status.AUTHORISE:
            made.ask_authorities(now=timezone.now())
        if status == Status.SCHEDULED:
            made.authorised_digest = made.digest
            made.save()
    return made


def say_yes(change: Change, *people: Person) -> None:
    """Each of them agrees by what they were asked; without people, everybody who is asked."""
    while waiting := Approval.objects.waiting().filter(step__ticket=change.pk).with_subject().first():
        if people and waiting.person not in people:
            break
        decide(waiting, agrees=True, by=waiting.person, digest=waiting.step.digest)
    change.refresh_from_db()
