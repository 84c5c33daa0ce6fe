"""The stop on notices."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.tours import Stop, add

STOPS = (
    Stop(
        tour="agent", order=40, url_name="comms:notices", at="#main", label=_("Tell many at once"),
        says=_("When something is broken for many, say it once: to exactly those it concerns, with the time of your next word."),
    ),
)  # fmt: skip


def add_to_house() -> None:
    add(STOPS)
