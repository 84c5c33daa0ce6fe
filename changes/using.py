"""Which rules for changes are in use, and by how many."""

from django.utils.translation import ngettext

from changes.models import Board, Change, Pipeline
from itsm.frame.using import tell


def add_to_house() -> None:
    tell(
        "changes:library", lambda: Change.objects.exclude(model=None).values("pk"),
        lambda n: ngettext("%(n)d change was made by one.", "%(n)d changes were made by one.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "board:boards", lambda: Board.members.through._base_manager.values("person").distinct(),
        lambda n: ngettext("%(n)d colleague decides.", "%(n)d colleagues decide.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "changes:pipelines", lambda: Pipeline.objects.filter(is_active=True).values("pk"),
        lambda n: ngettext("%(n)d is in use.", "%(n)d are in use.", n) % {"n": n},
    )  # fmt: skip
