from problems.models.known_error import KnownError
from problems.models.problem import Problem
from problems.models.recurrence import Recurrence, Threshold
from problems.models.root_cause import Cause, ProblemAction
from problems.models.trial import Trial

__all__ = ["Cause", "KnownError", "Problem", "ProblemAction", "Recurrence", "Threshold", "Trial"]
