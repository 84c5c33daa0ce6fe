"""Who is told of a step in a plan: its team, who has it, and whoever leads the team. The event itself names them."""

from collections.abc import Iterator

from comms.models import Reason
from comms.recipients import Told, members, people
from itsm.people.models import Team
from itsm.tickets.models import Event


def its_team(event: Event) -> Iterator[Told]:
    """Ready: whoever of the team comes first takes it. The inbox is enough."""
    for team in Team.objects.filter(pk=event.details.get("to_id")):
        yield from members(team)


def who_does_it(event: Event) -> Iterator[Told]:
    """In person; the team while nobody has it."""
    found = people([event.details.get("person_id")])
    yield from (Told(person, Reason.GIVEN) for person in found)
    if not found:
        for team in Team.objects.filter(pk=event.details.get("team_id")):
            yield from members(team)


def lead(event: Event) -> Iterator[Told]:
    for team in Team.objects.filter(pk=event.details.get("team_id"), lead__isnull=False).select_related(
        "lead"
    ):
        if team.lead:
            yield Told(team.lead, Reason.LEAD, team.name)
