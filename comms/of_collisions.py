"""Who is told when two things in the calendar get in each other's way: whoever each of them belongs to."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from changes.models import Occasion
from comms.models import Reason
from comms.recipients import Told
from itsm.tickets.models import Event


def who_planned_the_occasion(event: Event) -> Iterator[Told]:
    """Of a freeze or business event, in person. On the change itself its holder is told like of anything else."""
    keys = event.details.get("collisions") or [event.details.get("collision_id")]
    for occasion in Occasion.objects.filter(collisions__in=keys).select_related("by").distinct():
        yield Told(
            occasion.by, Reason.ADDRESSED, _("you planned “%(title)s”") % {"title": occasion.title[:80]}
        )
