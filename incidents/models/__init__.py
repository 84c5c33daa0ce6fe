from incidents.models.incident import Category, HoldReason, Incident, IncidentQuerySet, Resolution
from incidents.models.major import MajorIncident
from incidents.models.review import Review, ReviewAction

__all__ = [
    "Category",
    "HoldReason",
    "Incident",
    "IncidentQuerySet",
    "MajorIncident",
    "Resolution",
    "Review",
    "ReviewAction",
]
