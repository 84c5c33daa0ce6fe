"""Steps are ticked as they are done: who, when, and what they noticed."""

from datetime import datetime

from django.utils.translation import gettext as _

from changes.models import Change, ChangeStep, Status
from itsm.people.models import Person
from itsm.tickets.errors import Refused


def tick(step: ChangeStep, *, by: Person, note: str = "", now: datetime | None = None) -> None:
    with step.change.act("tick_step", by=by, now=now, comment=note, step=step.pk, what=step.what) as act:
        _refuse_unless_it_runs(step.change)
        step.refresh_from_db()
        if step.done_at:
            raise Refused(
                _("%(who)s has ticked “%(what)s” already.") % {"who": step.done_by, "what": step.what}
            )
        step.done_at, step.done_by, step.note = act.now, by, note
        step.save(update_fields=["done_at", "done_by", "note"])


def untick(step: ChangeStep, *, by: Person, now: datetime | None = None) -> None:
    """A slip: it is not done after all."""
    with step.change.act("untick_step", by=by, now=now, step=step.pk, what=step.what):
        _refuse_unless_it_runs(step.change)
        step.refresh_from_db()
        if step.done_at is None:
            raise Refused(_("“%(what)s” is not ticked.") % {"what": step.what})
        step.done_at, step.done_by = None, None
        step.save(update_fields=["done_at", "done_by"])


def _refuse_unless_it_runs(change: Change) -> None:
    if change.status != Status.IMPLEMENTING:
        raise Refused(_("%(number)s is not being carried out.") % {"number": change.number})


def passed_no_return(change: Change) -> ChangeStep | None:
    """The step after which there is no way back, once it is done."""
    return change.steps.filter(no_return=True, done_at__isnull=False).first()
