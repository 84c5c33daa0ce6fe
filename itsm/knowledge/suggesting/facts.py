"""What a ticket is probably about: its service, the team that solves it. Learned from the newest tickets by night."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from itsm.knowledge.lessons import guesses
from itsm.knowledge.suggesting.kinds import Kind, Proposal
from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.models import Ticket


def text_of(title: str, description: str) -> str:
    """The title twice: it says more."""
    return f"{title}\n{title}\n{description}"


def examples(rows: QuerySet[Ticket], label: str) -> Callable[[int], Iterable[tuple[str, str]]]:
    """Newest tickets of these with what they were labelled."""

    def newest(limit: int) -> Iterable[tuple[str, str]]:
        known = rows.filter(restricted=False, merged_into=None).order_by("-pk")
        for title, description, value in known.values_list("title", "description", label)[:limit]:
            yield text_of(title, description), str(value)

    return newest


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing to be guessed. `open` says whether this ticket lacks it, `names` what a label is called."""

    what: str
    lacks: Callable[[Ticket], bool]
    names: Callable[[Sequence[str]], dict[str, str]]

    def find(self, ticket: Ticket) -> Iterable[Proposal]:
        if not self.lacks(ticket):
            return
        for guess, share in guesses(text_of(ticket.title, ticket.description), [self.what]).values():
            for name in self.names([guess.label]).values():
                yield Proposal(value=guess.label, label=name, score=share, because=", ".join(guess.because))


def service_names(labels: Sequence[str]) -> dict[str, str]:
    return {
        str(pk): name for pk, name in Service.objects.active().filter(pk__in=labels).values_list("pk", "name")
    }


def team_names(labels: Sequence[str]) -> dict[str, str]:
    return {
        str(pk): name
        for pk, name in Team.objects.filter(is_active=True, pk__in=labels).values_list("pk", "name")
    }


def set_service(ticket: Ticket, value: str, by: Person) -> str:
    ticket.edit(by=by, service=Service.objects.get(pk=value))
    return ""


def hand_over(ticket: Ticket, value: str, by: Person) -> str:
    """A hand-over needs words, so its form opens, with the team filled in."""
    return f"{ticket.get_absolute_url()}hand-over/?{urlencode({'to_team': value})}"


SERVICE = Kind(
    what="service", label=_("Service"), verb=_("Set"), icon="server-stack", take=set_service, order=30,
    find=Fact(what="service", lacks=lambda ticket: ticket.service_id is None, names=service_names).find,
)  # fmt: skip


class OtherTeam(Fact):
    """The team has it already: then there is nothing to say."""

    def find(self, ticket: Ticket) -> Iterable[Proposal]:
        return (proposal for proposal in super().find(ticket) if proposal.value != str(ticket.team_id))


TEAM = Kind(
    what="team", label=_("Team"), verb=_("Hand over"), icon="user-group", take=hand_over, order=40,
    find=OtherTeam(what="team", lacks=lambda ticket: ticket.assignee_id is None, names=team_names).find,
)  # fmt: skip
