"""What somebody reads before they authorise a change: its plan in short, and why its risk is what it is."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from catalog.approvals.subject import Subject, register_subject
from changes.models import Change, ChangeStep


def describe(change: Change) -> Subject:
    told = (
        (_("Why it is needed"), change.reason),
        (_("What colleagues gain"), change.benefit),
        (_("Services"), ", ".join(_services(change))),
        (_("When"), _window(change)),
        (_("Risk"), _risk(change)),
        (_("Steps"), _steps(change)),
        (_("The way back"), change.back_out_plan),
        (_("Tests"), change.test_evidence),
    )
    return Subject(
        title=change.title,
        what=change.description,
        version=str(change.get_type_display()),
        lines=[(question, answer) for question, answer in told if answer],
    )


def _services(change: Change) -> list[str]:
    named = {change.service.name} if change.service else set()
    return sorted(named | set(change.services.values_list("name", flat=True)))


def _window(change: Change) -> str:
    if not (change.starts_at and change.ends_at):
        return _("as soon as it is authorised") if change.type == Change.Type.EMERGENCY else ""
    return " – ".join(
        date_format(localtime(at), "DATETIME_FORMAT") for at in (change.starts_at, change.ends_at)
    )


def _risk(change: Change) -> str:
    because = "; ".join(words for words, points in change.risk_because if points > 0)
    level = change.get_risk_level_display()
    return f"{level}: {because}" if because else level


def _steps(change: Change) -> str:
    said = _("%(what)s (%(n)s min)")
    rows = change.steps.filter(part=ChangeStep.Part.PLAN).order_by("place")
    lines = [said % {"what": step.what, "n": step.minutes} for step in rows]
    point = next((n for n, step in enumerate(rows, 1) if step.no_return), None)
    if point:
        lines.append(_("No way back after step %(n)d.") % {"n": point})
    return "\n".join(lines)


def add_to_approvals() -> None:
    register_subject(Change.KIND, describe)
