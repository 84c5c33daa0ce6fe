"""What people do about a contract: talk with those it names, or let the change start although it is not kept."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.approvals.whom import barred
from changes.contract.standing import Standing, standings
from changes.models import ContractLine
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models.baton import require


def talk_over(line: ContractLine, *, words: str, by: Person, now: datetime | None = None) -> None:
    """Somebody spoke with those the line names, and writes down what was said."""
    require(words=words)
    with line.change.act("talk_over", by=by, now=now, comment=words, line=line.pk, who=line.label):
        if line.channel != ContractLine.Channel.CONVERSATION:
            raise Refused(_("Those whom “%(who)s” names are told by a notice.") % {"who": line.label})


def override(line: ContractLine, *, reason: str, by: Person, now: datetime | None = None) -> None:
    """The change may start although this line is not kept. Who says so, and why, stays on the change and is counted."""
    require(reason=reason)
    now = now or timezone.now()
    change = line.change
    with change.act("override_contract", by=by, now=now, comment=reason, line=line.pk, who=line.label) as act:
        if by.pk in barred(change):
            raise Refused(_("Nobody lets a change of their own start. Somebody else answers for it."))
        found = standing_of(line, now=now)
        if found.overridden or found.kept:
            raise Refused(_("Nothing is missing from “%(who)s”.") % {"who": line.label})
        if not change.open or change.started_at:
            raise Refused(_("%(number)s has started already.") % {"number": change.number})
        act.details |= {"missing": found.missing, "share": found.acknowledged_share}
        line.overridden_at, line.overridden_by, line.override_reason = now, by, reason
        line.save(update_fields=["overridden_at", "overridden_by", "override_reason"])


def standing_of(line: ContractLine, *, now: datetime) -> Standing:
    return next(one for one in standings(line.change, now=now) if one.line.pk == line.pk)
