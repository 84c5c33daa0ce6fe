from catalog.api.offerings import OfferingViewSet
from catalog.api.requests import RequestViewSet
from catalog.api.shelves import ShelfViewSet

__all__ = ["OfferingViewSet", "RequestViewSet", "ShelfViewSet"]
