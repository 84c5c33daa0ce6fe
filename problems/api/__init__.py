from problems.api.problems import ProblemViewSet
from problems.api.recurrences import RecurrenceViewSet

__all__ = ["ProblemViewSet", "RecurrenceViewSet"]
