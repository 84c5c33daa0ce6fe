"""A change to practise on, still to be planned."""

from datetime import timedelta

from django.utils.translation import gettext as _

from changes.models import Change
from itsm.tickets.training.examples import Cast, register


def make(cast: Cast) -> None:
    begins = cast.soon(days=3).replace(minute=0, second=0, microsecond=0)
    change = Change.propose(
        by=cast.trainer, title=_("Restart the file server (example)"), team=cast.team, starts_at=begins,
        ends_at=begins + timedelta(hours=1), now=cast.ago(hours=2),
    )  # fmt: skip
    cast.explain(
        change,
        _(
            "A change as somebody began it. Fill in its plan and the way back, answer the questions of risk, and hand it in."
        ),
    )


def add_to_room() -> None:
    register(make)
