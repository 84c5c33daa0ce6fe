"""What a notice and each of its messages must say, by kind. What is missing is refused at the field where it belongs."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from comms.models import OVER, Notice, Phase, Text, Update
from itsm.frame import words
from itsm.services.calendars import WorkingHours
from itsm.services.policy import current_policy
from itsm.tickets.errors import Refused

OUTAGE, MAINTENANCE = Notice.Kind.OUTAGE, Notice.Kind.MAINTENANCE
ADVISORY, NEWS = Notice.Kind.ADVISORY, Notice.Kind.NEWS

# Working days between the word and the deed, so that people can prepare.
LEAD_DAYS: Mapping[str, int] = {MAINTENANCE: 5, NEWS: 2}
# The slots that may not be empty. When the reader hears next follows from the promise.
NEEDED: Mapping[str, tuple[str, ...]] = {
    OUTAGE: ("what", "who", "do", "we"),
    MAINTENANCE: ("what", "who", "do", "we"),
    ADVISORY: ("what", "who", "do"),
    NEWS: ("what", "who"),
}
LONGEST_PROMISE = timedelta(days=90)
BETWEEN_REMINDERS = timedelta(hours=1)
LATEST_REMINDER = 30 * 24  # hours after the first word


def check_notice(notice: Notice) -> None:
    """What the writer said about it as a whole."""
    wrong = {}
    if not notice.title:
        wrong["title"] = _("Say in a few words what it is about.")
    if notice.starts_at and notice.ends_at and notice.ends_at <= notice.starts_at:
        wrong["ends_at"] = _("It ends before it begins.")
    if notice.question and not 2 <= len(notice.answers) <= 5:
        wrong["answers"] = _("A question needs two to five answers.")
    elif notice.question and (notice.right is None or not 0 <= notice.right < len(notice.answers)):
        wrong["right"] = _("Say which answer is right.")
    if notice.remind_after is not None and not notice.must_acknowledge:
        wrong["remind_after"] = _("Only who has to confirm can be reminded of it.")
    elif notice.remind_after is not None and not 1 <= notice.remind_after <= LATEST_REMINDER:
        wrong["remind_after"] = _("Choose from 1 to %(hours)d hours.") % {"hours": LATEST_REMINDER}
    if wrong:
        raise ValidationError(wrong)


def take_times(
    notice: Notice,
    verb: str,
    *,
    starts_at: datetime | None,
    ends_at: datetime | None,
    reason: str,
    now: datetime,
) -> None:
    """Begin and end of what is planned. Once told they move by `reschedule` only, which is a message of its own."""
    before = notice.starts_at, notice.ends_at
    if verb in {"publish", "reschedule"}:
        notice.starts_at, notice.ends_at = starts_at or notice.starts_at, ends_at or notice.ends_at
    elif starts_at or ends_at:
        raise ValidationError({"starts_at": _("A new time is a message of its own: reschedule it.")})
    if notice.is_planned and verb in {"publish", "reschedule"}:
        check_plan(notice, now=now)
    if verb == "reschedule" and before == (notice.starts_at, notice.ends_at):
        raise ValidationError({"starts_at": _("Say the new time.")})
    check_notice(notice)
    if verb in {"publish", "reschedule"}:
        notice.lead_time_reason = check_lead_time(notice, reason.strip(), now=now)


def check_plan(notice: Notice, *, now: datetime) -> None:
    if notice.starts_at is None or notice.ends_at is None:
        raise ValidationError({"starts_at": _("Say from when until when.")})
    if notice.starts_at <= now:
        raise ValidationError({"starts_at": _("Choose a time that is still to come.")})


def check_lead_time(notice: Notice, reason: str, *, now: datetime) -> str:
    """Later than people need it is possible, with a reason that stays on the notice."""
    days = LEAD_DAYS.get(notice.kind, 0)
    if not days or notice.starts_at is None or notice.starts_at >= lead_time(days, now=now):
        return ""
    if not reason:
        message = _("People have fewer than %(days)d working days to prepare. Say why it cannot wait.")
        raise ValidationError({"lead_time_reason": message % {"days": days}})
    return reason


def lead_time(days: int, *, now: datetime) -> datetime:
    """The same hour so many working days later, by the calendar that holds for everyone."""
    policy = current_policy()
    hours = policy.fallback[policy.default_agreement].hours
    there = now.astimezone(hours.zone)
    while days:
        there += timedelta(days=1)
        days -= is_working_day(there, hours)
    return there


def is_working_day(there: datetime, hours: WorkingHours) -> bool:
    day = there.date()
    return bool(hours.spans[day.weekday()]) and hours.closing_reason(day) is None


def promised(notice: Notice, verb: str, said: datetime | None, *, now: datetime) -> datetime | None:
    """ "You hear from us by": compulsory for an outage until it is over. What is planned speaks when it begins and ends."""
    if notice.phase in OVER:
        return None
    until = said or (None if notice.kind == OUTAGE else natural_promise(notice, now=now))
    if until is None and notice.kind in {OUTAGE, MAINTENANCE}:
        raise ValidationError({"next_update_at": _("Say when people hear from us next.")})
    if until is not None and not now < until <= now + LONGEST_PROMISE:
        raise ValidationError({"next_update_at": _("Choose a time that is still to come, within 90 days.")})
    return until


def natural_promise(notice: Notice, *, now: datetime) -> datetime | None:
    """What was promised and is still to come; of a plan its begin, and then its end."""
    running = notice.ends_at if notice.phase == Phase.IN_PROGRESS else notice.starts_at
    candidates = [notice.next_update_at, running if notice.is_planned else None]
    if notice.is_planned:
        candidates.reverse()
    return next((moment for moment in candidates if moment is not None and moment > now), None)


def check_last_word(notice: Notice, lost: str | None) -> None:
    if notice.kind == OUTAGE and notice.phase in OVER and lost is None:
        raise ValidationError({"lost": _("Say what was lost, or that nothing was.")})


def finish_slots(update: Update, slots: dict[str, str]) -> None:
    """What follows from the facts is said in every audience's words: what was lost, and when they hear next."""
    if update.lost is not None:
        fact = (
            _("Lost: %(lost)s") % {"lost": update.lost.strip()}
            if update.lost.strip()
            else _("Nothing was lost.")
        )
        slots["what"] = " ".join(filter(None, [slots["what"], _("Everything works again."), fact]))
    if update.next_update_at and (not slots["next"] or is_drafted(slots["next"])):
        slots["next"] = hear_next(update.next_update_at)
    if not slots["next"] and update.phase in OVER:
        slots["next"] = _("This is the last message about it.")


def hear_next(moment: datetime) -> str:
    """With the zone: the words are read elsewhere, too."""
    zone = timezone.get_current_timezone_name()
    return _("You hear from us by %(when)s (%(zone)s).") % {
        "when": words.current().exact(moment),
        "zone": zone,
    }


def is_drafted(sentence: str) -> bool:
    """A time that Baton put there follows the promise that is made in the end."""
    anything = {"when": "@", "zone": "@"}
    pattern = re.escape(_("You hear from us by %(when)s (%(zone)s).") % anything).replace("@", ".+")
    return re.fullmatch(pattern, sentence) is not None


def check_slots(notice: Notice, text: Text) -> None:
    empty = [slot for slot in NEEDED[notice.kind] if not getattr(text, slot)]
    if empty:
        message = _("For %(audience)s this is still empty.") % {"audience": text.get_audience_display()}
        raise ValidationError(dict.fromkeys(empty, message))


def check_reminder(notice: Notice, *, now: datetime) -> Update:
    """The message to say again; refused where nobody has to confirm, or they were reminded just now."""
    last = notice.updates.exclude(verb=Update.REMIND).last()
    if last is None or not notice.must_acknowledge or notice.drill:
        raise Refused(_("Nobody has to confirm %(number)s.") % {"number": notice.number})
    if not notice.open:
        raise Refused(_("%(number)s is over: there is nothing left to confirm.") % {"number": notice.number})
    if notice.updates.filter(verb=Update.REMIND, at__gt=now - BETWEEN_REMINDERS).exists():
        raise Refused(_("They were reminded within the last hour."))
    return last
