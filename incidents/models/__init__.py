from incidents.models.incident import Category, Incident, IncidentQuerySet, Resolution
from incidents.models.major import MajorIncident
from incidents.models.review import Review, ReviewAction

__all__ = [
    "Category",
    "Incident",
    "IncidentQuerySet",
    "MajorIncident",
    "Resolution",
    "Review",
    "ReviewAction",
]
