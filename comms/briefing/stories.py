"""Stories of a month, each from one record that anybody at the desk may open: what happened, and what came of it."""

from collections.abc import Callable

from django.db.models import F
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes.models import Change
from comms.models import Feedback, Improvement
from incidents.models import MajorIncident
from itsm.frame import words
from itsm.frame.practices import has_address
from itsm.insights.measures import Filter
from itsm.tickets.models import Ticket
from problems.models import Problem

Story = tuple[str, str, str]  # the words, what it is called, where it is
SHORT = 30  # words of what somebody wrote


def short(text: str) -> str:
    return Truncator(" ".join(text.split())).words(SHORT).rstrip(".")


def worst_day(month: Filter) -> Story | None:
    """The major incident that hit the most."""
    found = MajorIncident.objects.filter(
        declared_at__gte=month.since, declared_at__lt=month.until, incident__restricted=False
    ).select_related("incident")
    major = found.order_by("-incident__affected_count", "pk").first()
    if major is None:
        return None
    said = {"title": major.incident.title, "impact": short(major.impact)}
    told = _("%(title)s. %(impact)s.") % said
    if major.over_at and major.declared_at:
        told += " " + _("It was over after %(length)s.") % {
            "length": words.duration(major.over_at - major.declared_at)
        }
    if hit := major.incident.affected_count:
        told += " " + ngettext("%(n)s colleague said: me too.", "%(n)s colleagues said: me too.", hit) % {
            "n": hit
        }
    return told, major.incident.number, major.incident.get_absolute_url()


def ended_for_good(month: Filter) -> Story | None:
    """The problem behind the most incidents that was resolved."""
    if not has_address("problems:list"):
        return None
    found = Problem.objects.filter(restricted=False, **month_of("resolved_at", month))
    problem = found.order_by("-incident_count", "pk").first()
    if problem is None:
        return None
    said = {"title": problem.title, "n": problem.incident_count}
    told = ngettext(
        "“%(title)s” does not come back: behind it was %(n)s incident, and its cause is gone.",
        "“%(title)s” does not come back: behind it were %(n)s incidents, and their cause is gone.",
        problem.incident_count,
    )
    return told % said, problem.number, problem.get_absolute_url()


def what_was_said(month: Filter) -> Story | None:
    """An idea of a colleague that was done. Whose it was stays out of it."""
    if not has_address("ledger:ledger"):
        return None
    done = Feedback.objects.ideas().filter(state=Feedback.State.DONE, **month_of("ended_at", month))
    idea = done.order_by("-votes", "pk").first()
    if idea is None:
        return None
    told = _("A colleague said, and we did: %(title)s.") % {"title": short(idea.title or idea.words)}
    return told, idea.number, idea.get_absolute_url()


def what_got_better(month: Filter) -> Story | None:
    """An improvement whose effect was looked at."""
    if not has_address("improvements:register"):
        return None
    better = Improvement.objects.filter(outcome=Improvement.Outcome.BETTER, **month_of("ended_at", month))
    found = better.order_by("pk").first()
    if found is None:
        return None
    told = _("It is better: %(title)s. %(effect)s") % {"title": found.title, "effect": short(found.effect)}
    return told.strip(), found.number, found.get_absolute_url()


def without_surprise(month: Filter) -> Story | None:
    """The change that touched most and went as planned."""
    if not has_address("changes:list"):
        return None
    went = Change.objects.filter(
        restricted=False,
        outcome=Change.Outcome.SUCCESSFUL,
        type=Change.Type.NORMAL,
        **month_of("closed_at", month),
    )
    change = went.order_by(F("risk_score").desc(nulls_last=True), "pk").first()
    if change is None:
        return None
    told = _("“%(title)s” went as planned.") % {"title": change.title}
    return told, change.number, change.get_absolute_url()


def what_we_owe(month: Filter) -> Story | None:
    """Whoever waited longest for something that was solved at last. For problems and changes nobody waits like that."""
    waited_for = (Ticket.Kind.INCIDENT, Ticket.Kind.REQUEST)
    ended = Ticket.objects.filter(kind__in=waited_for, merged_into=None, restricted=False)
    solved = ended.filter(**month_of("resolved_at", month))
    ticket = solved.annotate(length=F("resolved_at") - F("opened_at")).order_by("-length", "pk").first()
    if ticket is None or ticket.resolved_at is None:
        return None
    said = {"title": ticket.title, "length": words.duration(ticket.resolved_at - ticket.opened_at)}
    told = _("The longest wait that ended: “%(title)s”, after %(length)s.") % said
    return told, ticket.number, ticket.get_absolute_url()


def month_of(moment: str, month: Filter) -> dict[str, object]:
    return {f"{moment}__gte": month.since, f"{moment}__lt": month.until}


# In this order, until there are three.
STORIES: tuple[Callable[[Filter], Story | None], ...] = (
    worst_day, what_was_said, ended_for_good, what_got_better, without_surprise, what_we_owe,
)  # fmt: skip
