"""Who says who needs a service."""

from itsm.people.models import Person
from itsm.services.models import Service


def knows_its_people(person: Person, service: Service) -> bool:
    """Managers, administrators, and whoever owns the service."""
    return person.pk == service.owner_id or person.has_perm("services.change_goal")
