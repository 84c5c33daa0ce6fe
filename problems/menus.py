"""Where problems stand in the frame."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK

THRESHOLDS = setup.Line(
    label=_("What keeps coming back"),
    url_name="problems:thresholds",
    icon="arrow-path",
    group=setup.Group.DESK,
    says=_(
        "When alike incidents are many enough to be proposed as a problem, with a dry run over the last weeks."
    ),
)


def add_to_frame() -> None:
    add(
        Entry(
            label=_("Problems"), url_name="problems:list", icon="puzzle-piece", roles=DESK, order=30, key="b"
        )
    )
    add(Entry(label=_("Problem"), url_name="problems:new", icon="puzzle-piece", roles=DESK, order=30), "new")
    setup.add(THRESHOLDS)
