"""Where the training room stands on pages: a line on top while one is inside, Set up, and the menu of who practises."""

from collections.abc import Sequence

from django.db.models.signals import post_migrate
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from itsm.frame import banners, setup
from itsm.frame.http import HttpRequest
from itsm.frame.models import Answer
from itsm.people.privacy.holdings import also
from itsm.tickets.training import room, team
from itsm.tickets.training.middleware import KEY


def line_on_top(request: HttpRequest) -> str:
    """Nobody forgets for a moment where they are, also on the pages that stay outside."""
    if request.htmx or not hasattr(request, "session") or request.session.get(KEY) is None:
        return ""
    return render_to_string("training/line.html", {"is_inside": room.is_inside()}, request)


def after_migrate(*, plan: Sequence[object] = (), **_about: object) -> None:
    """The tables may be others now, so the room has to be built anew."""
    if plan and room.stands():
        room.pull_down()


def add_to_house() -> None:
    from django.apps import apps

    room.take_along(Answer)
    also(team.forget_person)
    post_migrate.connect(after_migrate, sender=apps.get_app_config("tickets"), dispatch_uid="training.room")
    banners.add("training", line_on_top)
    setup.add(
        setup.Line(
            label=_("Training"), url_name="training:room", icon="academic-cap", group=setup.Group.PEOPLE,
            says=_("A team that practises on example tickets, in a room of its own. Nothing of it counts anywhere."),
            permission="people.add_team",
        )
    )  # fmt: skip
