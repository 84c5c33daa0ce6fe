"""What an authority must be: never nobody, and for an emergency never one alone."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import ApprovalStep
from changes.models import Board, Type
from itsm.people.models import Person, Team

KINDS = ("role", "owners", "board", "manager", "people", "team")
Rule = ApprovalStep.Rule


def wrong_with(type_: str, steps: Iterable[Mapping[str, Any]]) -> list[str]:
    """In plain words; nothing if it can stand."""
    steps = list(steps)
    found = [words for step in steps for words in _wrong_with_step(step)]
    if not steps:
        found.append(_("Somebody must authorise it. Add a step."))
    several = any(step.get("rule") == Rule.NUMBER and (step.get("needed") or 0) >= 2 for step in steps)
    if type_ == Type.EMERGENCY and not several:
        found.append(_("An emergency needs the yes of at least two people: a step with a number of them."))
    return found


def _wrong_with_step(step: Mapping[str, Any]) -> Iterable[str]:
    rule = step.get("rule") or Rule.ANY
    if not str(step.get("name") or "").strip():
        yield _("Each step needs a name that whoever is asked understands.")
    yield from _wrong_with_who(step.get("who") or {})
    if rule not in Rule.values:
        yield _("Say how many of them must agree.")
    if rule == Rule.SHARE and not 1 <= (step.get("share") or 0) <= 100:
        yield _("The share is a number from 1 to 100.")
    if rule == Rule.NUMBER and not 1 <= (step.get("needed") or 0) <= 20:
        yield _("Say how many people must agree.")


def _wrong_with_who(who: Mapping[str, Any]) -> Iterable[str]:
    kind = who.get("kind")
    if kind not in KINDS:
        yield _("Say who is asked.")
    if kind == "people" and not Person.objects.active().filter(pk__in=who.get("people") or []).exists():
        yield _("Name the people who are asked.")
    if kind == "team" and not Team.objects.filter(pk=who.get("team") or 0, is_active=True).exists():
        yield _("Name the team that is asked.")
    if who.get("board") and not Board.objects.filter(pk=who["board"]).exists():
        yield _("There is no such board.")
