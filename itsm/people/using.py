"""Who is there, and how many of them where."""

from django.utils.translation import ngettext

from itsm.frame.using import tell
from itsm.people.models import Person, Team


def add_to_house() -> None:
    tell(
        "people:people", lambda: Person.objects.active().values("pk"),
        lambda n: ngettext("%(n)d colleague can sign in.", "%(n)d colleagues can sign in.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "people:teams",
        lambda: Person.objects.active().filter(teams__is_active=True).values("pk").distinct(),
        lambda n: ngettext("%(n)d colleague is in a team.", "%(n)d colleagues are in a team.", n) % {"n": n},
    )
    tell(
        "people:sites", lambda: Person.objects.active().exclude(site=None).values("pk"),
        lambda n: ngettext("%(n)d colleague has one.", "%(n)d colleagues have one.", n) % {"n": n},
    )  # fmt: skip
    tell(
        "training:room", lambda: Team.members.through._base_manager.filter(team__training=True).values("pk"),
        lambda n: ngettext("%(n)d colleague practises.", "%(n)d colleagues practise.", n) % {"n": n},
    )  # fmt: skip
