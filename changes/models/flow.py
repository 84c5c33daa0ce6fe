"""The three ways of a change, as data: every verb stands in each; where a type has no such step it comes from nowhere."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from itsm.tickets.models.ticket import Flow


class Type(models.TextChoices):
    STANDARD = "standard", gettext_lazy("standard")
    NORMAL = "normal", gettext_lazy("normal")
    EMERGENCY = "emergency", gettext_lazy("emergency")


class Status(models.TextChoices):
    DRAFT = "draft", gettext_lazy("draft")
    ASSESS = "assess", gettext_lazy("being assessed")
    AUTHORISE = "authorise", gettext_lazy("waiting for authority")
    REJECTED = "rejected", gettext_lazy("rejected")
    SCHEDULED = "scheduled", gettext_lazy("scheduled")
    IMPLEMENTING = "implementing", gettext_lazy("being carried out")
    REVIEW = "review", gettext_lazy("in review")
    CLOSED = "closed", gettext_lazy("closed")
    CANCELLED = "cancelled", gettext_lazy("cancelled")


class Level(models.TextChoices):
    """How much can go wrong: it decides who authorises, how long before, and what evidence."""

    LOW = "low", gettext_lazy("low")
    MEDIUM = "medium", gettext_lazy("medium")
    HIGH = "high", gettext_lazy("high")


class Outcome(models.TextChoices):
    SUCCESSFUL = "successful", gettext_lazy("successful")
    WITH_ISSUES = "with_issues", gettext_lazy("successful with issues")
    FAILED = "failed", gettext_lazy("failed")
    BACKED_OUT = "backed_out", gettext_lazy("backed out")
    NOT_CARRIED_OUT = "not_carried_out", gettext_lazy("not carried out")


S, NOWHERE = Status, frozenset[str]()
BEFORE_START = frozenset({S.DRAFT, S.ASSESS, S.AUTHORISE, S.REJECTED, S.SCHEDULED})


def _flow(**own: tuple[set[str] | frozenset[str], str]) -> Flow:
    common: dict[str, tuple[set[str] | frozenset[str], str]] = {
        "submit": (NOWHERE, ""),
        "ask_authority": (NOWHERE, S.AUTHORISE),
        "authorise": (NOWHERE, S.SCHEDULED),
        "reject": (NOWHERE, S.REJECTED),
        "rework": (NOWHERE, S.DRAFT),
        "revise": (NOWHERE, ""),
        "start": ({S.SCHEDULED}, S.IMPLEMENTING),
        "finish": ({S.IMPLEMENTING}, S.REVIEW),
        "back_out": ({S.IMPLEMENTING}, S.REVIEW),
        "close": ({S.REVIEW}, S.CLOSED),
        "cancel": (BEFORE_START, S.CANCELLED),
    }
    return {verb: (frozenset(sources), target) for verb, (sources, target) in (common | own).items()}


FLOWS: Mapping[str, Flow] = {
    # Authorised beforehand, by its model; a plan that leaves the model goes back to draft.
    Type.STANDARD: _flow(submit=({S.DRAFT}, S.SCHEDULED), revise=({S.SCHEDULED}, S.DRAFT)),
    Type.NORMAL: _flow(
        submit=({S.DRAFT}, S.ASSESS),
        ask_authority=({S.ASSESS}, S.AUTHORISE),
        authorise=({S.AUTHORISE}, S.SCHEDULED),
        reject=({S.ASSESS, S.AUTHORISE}, S.REJECTED),
        rework=({S.REJECTED}, S.DRAFT),
        revise=({S.SCHEDULED}, S.AUTHORISE),
    ),
    # As soon as possible: with the second yes the work begins.
    Type.EMERGENCY: _flow(
        submit=({S.DRAFT}, S.AUTHORISE),
        authorise=({S.AUTHORISE}, S.IMPLEMENTING),
        reject=({S.AUTHORISE}, S.REJECTED),
        rework=({S.REJECTED}, S.DRAFT),
        start=(NOWHERE, S.IMPLEMENTING),
    ),
}
VERBS = tuple(FLOWS[Type.NORMAL])


class ByType:
    """A change's flow is that of its type; asked of the class it is the longest, that of a normal change."""

    def __get__(self, change: Any, model: type) -> Flow:
        return FLOWS[Type.NORMAL if change is None else change.type]
