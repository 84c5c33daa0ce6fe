"""Words of incidents that were closed long ago."""

from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, MajorIncident
from itsm.services.models import Outage
from itsm.services.outages.keeping import hush
from itsm.tickets.words import GONE, also_forget, register_words


def forget(keys: list[int]) -> None:
    """Reviews stay: they are written for everybody, to learn from."""
    Incident.objects.filter(pk__in=keys).exclude(since_when="").update(since_when=GONE)
    MajorIncident.objects.filter(incident__in=keys).update(impact=GONE)
    numbers = Incident.objects.filter(pk__in=keys).values("number")
    hush(Outage.objects.filter(source__in=numbers), GONE)


def add_to_house() -> None:
    register_words("incident", label=_("Words of closed incidents"), order=26)
    also_forget(forget)
