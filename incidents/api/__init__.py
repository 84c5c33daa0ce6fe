from incidents.api.viewset import CategoryViewSet, IncidentViewSet

__all__ = ["CategoryViewSet", "IncidentViewSet"]
