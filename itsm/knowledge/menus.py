"""Where what knowledge learns by itself stands in the frame."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK


def add_to_frame() -> None:
    add(
        Entry(
            label=_("Topics"),
            url_name="topics:list",
            icon="arrow-trending-up",
            roles=DESK,
            order=60,
            under="desk:home",
            also=wanted,
        )
    )
    setup.add(
        setup.Line(
            label=_("Words that mean the same"), url_name="synonyms:list", icon="language", group=setup.Group.WORDS,
            permission="knowledge.change_synonym", says=_("Who searches for a laptop finds the notebook."),
        )
    )  # fmt: skip


def wanted() -> list[str]:
    return [reverse("wanted:list")]
