"""How much is on the shelves."""

from django.utils.translation import ngettext

from catalog.models import Hook, Offering
from itsm.frame.using import tell


def add_to_house() -> None:
    tell(
        "catalog:offerings", lambda: Offering.objects.published().values("pk"),
        lambda n: ngettext("%(n)d can be asked for.", "%(n)d can be asked for.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "catalog:shelves", lambda: Offering.objects.published().values("category").distinct(),
        lambda n: ngettext("There is something on %(n)d.", "There is something on %(n)d.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "hooks:list", lambda: Hook.objects.values("pk"),
        lambda n: ngettext("%(n)d is in use.", "%(n)d are in use.", n) % {"n": n},
    )  # fmt: skip
