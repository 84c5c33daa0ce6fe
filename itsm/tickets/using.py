"""How many macros the desk has."""

from django.utils.translation import ngettext

from itsm.frame.using import tell
from itsm.tickets.models import Macro


def add_to_house() -> None:
    tell(
        "tickets:macros", lambda: Macro.objects.values("pk"),
        lambda n: ngettext("%(n)d is in use.", "%(n)d are in use.", n) % {"n": n},
    )  # fmt: skip
