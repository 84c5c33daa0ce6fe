from changes.api.governing import AuthorityViewSet, RiskQuestionViewSet, RiskWeightsViewSet
from changes.api.library import ChangeModelViewSet
from changes.api.refusals import obstructed
from changes.api.viewset import ChangeViewSet

__all__ = [
    "AuthorityViewSet",
    "ChangeModelViewSet",
    "ChangeViewSet",
    "RiskQuestionViewSet",
    "RiskWeightsViewSet",
    "obstructed",
]
