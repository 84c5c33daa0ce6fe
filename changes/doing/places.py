"""Where carrying out stands in the house: what forbids a way back, and who looks after reviews that are late."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from changes.doing import measures
from changes.doing.ticking import passed_no_return
from changes.gates import Obstacle, register_gate
from changes.models import Change


def way_back(change: Change, now: datetime) -> Iterable[Obstacle]:
    if step := passed_no_return(change):
        words = _("There is no way back after “%(what)s”. Go on, and say in the review what came of it.")
        yield Obstacle("no-return", words % {"what": step.what})


def add_to_house() -> None:
    register_gate("back_out", way_back)
    measures.add_to_overview()
