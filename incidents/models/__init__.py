from incidents.models.alert import Alert, AlertDelivery, AlertSource
from incidents.models.category import Category
from incidents.models.incident import Incident
from incidents.models.major import MajorIncident
from incidents.models.queries import IncidentQuerySet
from incidents.models.resolution import Resolution
from incidents.models.review import Review, ReviewAction

__all__ = [
    "Alert",
    "AlertDelivery",
    "AlertSource",
    "Category",
    "Incident",
    "IncidentQuerySet",
    "MajorIncident",
    "Resolution",
    "Review",
    "ReviewAction",
]
