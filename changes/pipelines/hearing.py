"""What is said of a pipeline's run, and the change that comes of it: by the pipeline itself or by a person, the same rules.

A run is begun once and ended once, however often and in whatever order that is said. Who says it again hears what stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from changes.gates import Obstacle, Obstructed, obstacles
from changes.models import Change, ChangeModel, Deployment, Outcome, Pipeline, Status, Type
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Channel

Result = Deployment.Result
OUTCOMES = {
    Result.SUCCEEDED: Outcome.SUCCESSFUL,
    Result.FAILED: Outcome.FAILED,
    Result.ROLLED_BACK: Outcome.BACKED_OUT,
}
MAY = "changes.start_change"


@dataclass(frozen=True, kw_only=True)
class Said:
    """`run` is the pipeline's own number for it. With a result the run is over."""

    run: str
    title: str = ""
    commit: str = ""
    url: str = ""
    words: str = ""
    result: str = ""
    confirmed: Sequence[str] = ()  # the checks of the change model that the pipeline has made


@transaction.atomic
def hear(pipeline: Pipeline, said: Said, *, by: Person, now: datetime) -> Deployment:
    """Begin the run if nobody knows of it yet, and end it if it is over. Raises Refused, and then nothing was changed."""
    # Two calls for one run would begin it twice.
    pipeline = Pipeline.objects.select_for_update(no_key=True).get(pk=pipeline.pk)
    if not pipeline.is_active:
        raise Refused(_("“%(pipeline)s” is not in use.") % {"pipeline": pipeline.name})
    deployment = pipeline.deployments.select_related("change").filter(run=said.run).first()
    if deployment is None:
        deployment = _begin(pipeline, said, by=by, now=now)
    if said.result and deployment.result == Result.RUNNING:
        _end(deployment, said, by=by, now=now)
    Pipeline.objects.filter(pk=pipeline.pk).update(heard_at=now)
    return deployment


def _begin(pipeline: Pipeline, said: Said, *, by: Person, now: datetime) -> Deployment:
    """A change as its model says, from now on, past the same gates as anybody's."""
    if not by.has_perm(MAY):
        words = _("%(name)s may not carry out changes.") % {"name": by.name}
        raise Obstructed([Obstacle("speaks-for", words)])
    # Two runs under one model could be one too many for its limit.
    model = ChangeModel.objects.select_for_update(no_key=True).get(pk=pipeline.model_id)
    services = list(model.services.all())
    minutes = sum(step["minutes"] for step in model.steps)
    change = Change.propose(
        by=by, type=Type.STANDARD, model=model, title=said.title or f"{pipeline.name}: {said.run}"[:200],
        description=said.words or model.says, service=services[0] if len(services) == 1 else None,
        starts_at=now, ends_at=now + timedelta(minutes=minutes or 1), channel=Channel.API, now=now,
    )  # fmt: skip
    # Before it comes into the calendar, which asks whether a machine does it or somebody with two hands.
    made = Deployment.objects.create(
        pipeline=pipeline, run=said.run, change=change, commit=said.commit, url=said.url, began_at=now
    )
    change.submit(by=by, now=now)
    change.start(confirmed=said.confirmed, by=by, now=now)
    return made


def _end(deployment: Deployment, said: Said, *, by: Person, now: datetime) -> None:
    """What people did with the change meanwhile stands: one that is not being carried out any more is theirs to close."""
    deployment.result, deployment.ended_at = said.result, now
    deployment.save(update_fields=["result", "ended_at"])
    change = deployment.change
    with change.hold_still():
        if change.status == Status.IMPLEMENTING:
            _close(change, Result(said.result), said.words or _in_words(deployment), by=by, now=now)


def _close(change: Change, result: Deployment.Result, words: str, *, by: Person, now: datetime) -> None:
    if result == Result.ROLLED_BACK and not obstacles(change, "back_out", now):
        change.back_out(reason=words, by=by, now=now)
    else:
        change.finish(words=words, by=by, now=now)
    # A change model has no contract: there was nobody who had to know beforehand.
    change.close(outcome=OUTCOMES[result], communication_right=True, words=words, by=by, now=now)


def _in_words(deployment: Deployment) -> str:
    about = {"pipeline": deployment.pipeline.name, "result": deployment.get_result_display()}
    return _("%(pipeline)s says: %(result)s.") % about
