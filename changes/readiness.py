"""What must be there before a change goes on: the gates of the practice itself. Others register theirs."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes.gates import Obstacle, register_gate
from changes.library.limits import still_authorised, within_limits
from changes.models import Change, RiskLevel, RiskQuestion, Type

EARLY = timedelta(minutes=15)  # who is ready a little before the window begins may begin


def add_to_gates() -> None:
    for verb in ("submit", "ask_authority"):
        register_gate(verb, said)
        register_gate(verb, planned)
    register_gate("submit", within_limits)
    register_gate("ask_authority", in_time)
    for verb in ("ask_authority", "authorise"):
        register_gate(verb, tested)
    for gate in (as_authorised, in_its_window, still_authorised):
        register_gate("start", gate)
    register_gate("close", written_down)


def said(change: Change, now: datetime) -> Iterator[Obstacle]:
    """What, why, and what it touches: without it nobody can judge it, however urgent it is."""
    if not change.description.strip():
        yield Obstacle("description", _("Say what is done."))
    if not change.reason.strip() and change.type != Type.STANDARD:
        yield Obstacle("reason", _("Say why it is needed."))
    if not change.affected_ids:
        yield Obstacle("services", _("Name the services it touches."))


def planned(change: Change, now: datetime) -> Iterator[Obstacle]:
    """A window, steps that fit into it, a way back. An emergency is written down afterwards."""
    if change.type == Type.EMERGENCY:
        return
    if not (change.starts_at and change.ends_at):
        yield Obstacle("window", _("Say when it starts and when it ends."))
    elif change.ends_at <= now:
        yield Obstacle("window", _("Its window is over. Choose another one."))
    minutes = change.steps.filter(part="plan").aggregate(sum=Sum("minutes"))["sum"]
    if minutes is None:
        yield Obstacle("steps", _("Plan its steps."))
    elif (
        change.starts_at and change.ends_at and timedelta(minutes=minutes) > change.ends_at - change.starts_at
    ):
        yield Obstacle("steps", ngettext(
            "Its steps take %(n)d minute, more than its window has.", "Its steps take %(n)d minutes, more than its window has.", minutes
        ) % {"n": minutes})  # fmt: skip
    if not (change.back_out_plan.strip() or change.steps.filter(part="back_out").exists()):
        yield Obstacle("back_out", _("Say how you get back if it goes wrong."))
    if change.type == Type.NORMAL and unanswered(change):
        yield Obstacle("risk_answers", _("Answer the questions about its risk."))


def unanswered(change: Change) -> bool:
    asked = RiskQuestion.objects.filter(is_active=True).values_list("key", flat=True)
    return bool(set(asked) - change.risk_answers.keys())


def tested(change: Change, now: datetime) -> Iterator[Obstacle]:
    """High risk without test evidence is never authorised. An emergency shows it before it is closed."""
    level = level_of(change)
    if change.type != Type.EMERGENCY and level and level.needs_evidence and not change.test_evidence.strip():
        yield Obstacle("test_evidence", _("Its risk is %(level)s: show how it was tested, and what showed that it works.")
                       % {"level": change.get_risk_level_display().lower()})  # fmt: skip


def in_time(change: Change, now: datetime) -> Iterator[Obstacle]:
    """Ready so long before it starts that those who decide have time to."""
    level = level_of(change)
    if (
        level
        and level.lead_hours
        and change.starts_at
        and change.starts_at - now < timedelta(hours=level.lead_hours)
    ):
        yield Obstacle("lead_time", ngettext(
            "Its risk is %(level)s: it must be ready %(n)d hour before it starts. Choose a later window.",
            "Its risk is %(level)s: it must be ready %(n)d hours before it starts. Choose a later window.", level.lead_hours,
        ) % {"n": level.lead_hours, "level": change.get_risk_level_display().lower()})  # fmt: skip


def level_of(change: Change) -> RiskLevel | None:
    return RiskLevel.objects.filter(level=change.risk_level).first() if change.risk_level else None


def as_authorised(change: Change, now: datetime) -> Iterator[Obstacle]:
    """Whatever way it was changed: what was not authorised is not carried out."""
    if change.digest != change.authorised_digest:
        yield Obstacle("digest", _("Its plan is not the one that was authorised. Revise it."))


def in_its_window(change: Change, now: datetime) -> Iterator[Obstacle]:
    if change.starts_at and now < change.starts_at - EARLY:
        yield Obstacle("window", _("Its window has not begun."))
    elif change.ends_at and now >= change.ends_at:
        yield Obstacle("window", _("Its window is over. Plan another one."))


def written_down(change: Change, now: datetime) -> Iterator[Obstacle]:
    """What an emergency left for later is there before it is closed."""
    if change.type != Type.EMERGENCY:
        return
    if not change.back_out_plan.strip():
        yield Obstacle("back_out", _("Write down now how you could have got back."))
    if not change.test_evidence.strip():
        yield Obstacle("test_evidence", _("Write down now what showed that it works."))
