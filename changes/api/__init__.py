from changes.api.viewset import ChangeViewSet

__all__ = ["ChangeViewSet"]
