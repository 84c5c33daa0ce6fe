"""Where what knowledge learns by itself stands in the frame."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup


def add_to_frame() -> None:
    setup.add(
        setup.Line(
            label=_("Words that mean the same"), url_name="synonyms:list", icon="language", group=setup.Group.WORDS,
            permission="knowledge.change_synonym", says=_("Who searches for a laptop finds the notebook."),
        )
    )  # fmt: skip
