"""What the walk through all pages needs of the board and of a change under way."""

from django.utils import timezone

from changes.board import holding, voting
from changes.models import AgendaItem, Change, Meeting
from itsm.people.models import Person


def before_the_board(nasty: str, *, agent: Person) -> dict[str, object]:
    """A meeting that is planned, one that runs and one that is over; a change under way, under the longest and oddest words."""
    planned, over = Meeting.objects.get(state="planned"), Meeting.objects.get(state="over")
    running = Meeting.objects.create(board=planned.board, chair=agent, starts_at=timezone.now(), place=nasty)
    holding.begin(running, by=agent)
    item, other = running.items.select_related("change")[:2]
    for one, choice in ((item, "no"), (other, "yes")):
        voting.vote(one, choice=choice, words=nasty * 2, by=agent, digest=one.change.digest)
    holding.call(item, by=agent)
    day = timezone.now().date()
    holding.take_on(running, what=nasty[:200], owner=agent, due_on=day, by=agent, item=item)
    AgendaItem.objects.filter(meeting=over).update(words=nasty, conditions=nasty)
    Change.objects.filter(pk=other.change_id).update(title=nasty)
    Meeting.objects.filter(pk=over.pk).update(notes=nasty * 3)
    under_way = Change.objects.get(status="implementing")
    under_way.steps.filter(done_at__isnull=False).update(note=nasty, what=nasty)
    return {
        "planned_meeting": planned.pk, "running_meeting": running.pk, "over_meeting": over.pk, "agenda_item": item.pk,
        "under_way": under_way.number,
        "gone_back": Change.objects.get(type="emergency", outcome="backed_out").number,
    }  # fmt: skip
