"""Who is told of a change that waits for the change managers: they look at it, whoever of them comes first."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from comms.models import Reason
from comms.recipients import Told
from itsm.people.models import Person
from itsm.people.roles import CHANGE_MANAGER
from itsm.tickets.models import Event

THEIRS = frozenset({"assess", "review"})


def its_managers(event: Event) -> Iterator[Told]:
    """The inbox is enough: nobody mails everybody who may. What was closed in the same breath, as a deployment is, waits for
    nobody.
    """
    if event.details.get("status", ["", ""])[1] in THEIRS and event.ticket.open:
        managers = Person.objects.active().filter(groups__name=CHANGE_MANAGER)
        yield from (
            Told(person, Reason.TEAM, _("the change managers"), one_of_many=True) for person in managers
        )
