"""The limits within which a change model is authorised. A standard change beyond them is a normal one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes.gates import Obstacle
from changes.models import Change, ChangeModel, Status, Type
from itsm.services.calendars import business_seconds
from itsm.services.policy import current_policy

MINUTE = 60


def within_limits(change: Change, now: datetime) -> Iterator[Obstacle]:
    """Asked when a standard change is submitted."""
    if change.type != Type.STANDARD:
        return
    if change.model is None:
        yield Obstacle("model", _("Choose a change model. Without one it is a normal change."))
        return
    yield from still_authorised(change, now)
    yield from as_the_model_says(change, change.model)
    yield from in_its_time(change, change.model)


def still_authorised(change: Change, now: datetime) -> Iterator[Obstacle]:
    """Asked once more when it starts: another change under the model may have gone wrong meanwhile."""
    model = change.model
    if change.type != Type.STANDARD or model is None:
        return
    if model.state != ChangeModel.State.AUTHORISED:
        words = _("The change model “%(model)s” is not authorised at the moment.") % {"model": model.name}
        yield Obstacle("model-state", f"{words} {model.review_reason}".strip())
    if change.model_edition != model.edition:
        yield Obstacle(
            "model-edition",
            _("The change model “%(model)s” has changed. Plan this change anew from it.")
            % {"model": model.name},
        )
    if model.most_a_day and _others_that_day(change, model, now) >= model.most_a_day:
        yield Obstacle("model-day", ngettext(
            "At most %(n)d change a day under “%(model)s”.", "At most %(n)d changes a day under “%(model)s”.", model.most_a_day
        ) % {"n": model.most_a_day, "model": model.name})  # fmt: skip


def as_the_model_says(change: Change, model: ChangeModel) -> Iterator[Obstacle]:
    """What and who: its steps, its services, its teams."""
    planned = change.steps.filter(part="plan").order_by("place").values_list("what", "minutes", "no_return")
    authorised = [(row["what"], row["minutes"], bool(row.get("no_return"))) for row in model.steps]
    if list(planned) != authorised:
        yield Obstacle("model-steps", _("The steps are not those of the change model."))
    services = set(model.services.values_list("pk", flat=True))
    if services and not change.affected_ids <= services:
        yield Obstacle("model-services", _("It touches services that the change model does not name."))
    teams = set(model.teams.values_list("pk", flat=True))
    theirs = change.assignee.team_ids if change.assignee else {change.team_id}
    if teams and not teams & set(theirs):
        yield Obstacle("model-teams", _("Whoever carries it out is in none of the teams that may."))


def in_its_time(change: Change, model: ChangeModel) -> Iterator[Obstacle]:
    if not (change.starts_at and change.ends_at):
        return
    if (change.ends_at - change.starts_at).total_seconds() > model.most_minutes * MINUTE:
        yield Obstacle("model-minutes", ngettext(
            "Under this model a change takes at most %(n)d minute.",
            "Under this model a change takes at most %(n)d minutes.", model.most_minutes,
        ) % {"n": model.most_minutes})  # fmt: skip
    if model.outside_hours and _in_hours(change):
        yield Obstacle("model-hours", _("Under this model it is done outside the services' hours only."))


def _in_hours(change: Change) -> bool:
    policy = current_policy()
    agreed = (policy.targets(pk, change.kind, change.priority).hours for pk in change.affected_ids)
    return any(business_seconds(change.starts_at, change.ends_at, hours) for hours in agreed)  # type: ignore[arg-type]


def _others_that_day(change: Change, model: ChangeModel, now: datetime) -> int:
    day = timezone.localtime(change.starts_at or now).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Change.objects.filter(model=model, starts_at__gte=day, starts_at__lt=day + timedelta(days=1))
    gone = [Status.DRAFT, Status.CANCELLED]
    return mine.exclude(status__in=gone).exclude(pk=change.pk).count()
