"""How a change's gates say no by API: all that stands in the way, each with its key for programs."""

from dataclasses import replace

from changes.gates import Obstructed
from itsm.frame.api.problems import Problem, describes
from itsm.tickets.api import refused


@describes(Obstructed)
def obstructed(error: Obstructed) -> Problem:
    found = [{"key": one.key, "words": one.words} for one in error.obstacles]
    return replace(refused(error), more={"obstacles": found})
