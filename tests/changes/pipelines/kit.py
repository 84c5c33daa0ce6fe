"""A pipeline under an authorised change model, and its signed calls."""

import json
import time
from typing import Any

from django.test import Client

from changes.models import Change, ChangeModel, Deployment, Pipeline
from changes.pipelines.keeping import new_secret
from itsm.frame.signed import signature
from itsm.people.models import Person
from itsm.services.models import Service

STARTED = {"event": "started", "title": "Portal 3.8", "commit": "9f2c1e7", "url": "https://ci.example/runs/7"}
FINISHED = {"event": "finished", "result": "succeeded"}


def change_model(owner: Person, service: Service, **fields: Any) -> ChangeModel:
    model = ChangeModel(
        **{"key": "deploy-portal"} | fields, name="Deploy the portal", says="The portal is deployed.", owner=owner,
        steps=[{"what": "Deploy", "minutes": 10}, {"what": "Look at it", "minutes": 5}],
        back_out="The release before is deployed.", state="authorised",
    )  # fmt: skip
    model.save()
    model.services.add(service)
    return model


def pipeline(speaks_for: Person, model: ChangeModel, name: str = "Portal") -> Pipeline:
    made = Pipeline(name=name, model=model, speaks_for=speaks_for)
    made.plain_secret = new_secret(made)
    return made


def call(
    to: Pipeline, event: dict[str, Any], *, moment: float | None = None, secret: str = "", run: str = "7"
):
    body = json.dumps({"run": run} | event).encode()
    return send(to, body, moment=moment, secret=secret)


def send(to: Pipeline, body: bytes, *, moment: float | None = None, secret: str = ""):
    at = str(int(moment or time.time()))
    mark = signature(secret or to.plain_secret, at, body)
    headers = {"Baton-Timestamp": at, "Baton-Signature": f"sha256={mark}"}
    return Client().post(
        f"/hooks/pipelines/{to.key}/", body, content_type="application/json", headers=headers
    )


def what_stands() -> list[tuple[str, str, str]]:
    """Each change with its outcome and the result of its deployment."""
    rows = Deployment.objects.order_by("pk").values_list("change__status", "change__outcome", "result")
    assert len(rows) == Change.objects.count()
    return list(rows)


def count_events() -> int:
    return sum(change.events.count() for change in Change.objects.all())
