"""The team that practises: made, begun anew and taken away by an administrator."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from itsm.people.models import Person, Team
from itsm.tickets.errors import Refused
from itsm.tickets.models import Attachment
from itsm.tickets.models.ticket import first_line
from itsm.tickets.sweep import sweep
from itsm.tickets.training import examples, room


def begin(*, members: Iterable[Person] = (), now: datetime) -> Team:
    """There is one. It is never an active team: outside its room nothing can be given to it."""
    with transaction.atomic():
        if Team.that_practises():
            raise Refused(_("There is a training team already."))
        team: Team = Team._base_manager.create(name=_("Training"), training=True, is_active=False)
        team.members.set(members)
        reset(now=now)
    return team


def reset(*, now: datetime) -> None:
    """The examples as on the first day, whatever was done to them."""
    with transaction.atomic():
        team = Team.that_practises()
        if team is None:
            raise Refused(_("There is no training team."))
        _throw_files_away()
        cast = examples.Cast(team, first_line(), examples.made_up(), now)
        room.build()
        with room.inside():
            examples.make_all(cast)
            while sweep(now=now):  # a step each time: warned, broken, escalated
                pass


def remove() -> None:
    """The team, its room, and the made-up people. Nothing else ever knew of them."""
    with transaction.atomic():
        close()
        Team._base_manager.filter(training=True).delete()
        for person in examples.made_up_people():
            _let_go(person)


def close() -> None:
    """Whoever goes in next builds it anew."""
    with transaction.atomic():
        _throw_files_away()
        room.pull_down()


def forget_person(_person: Person, _stand_in: str) -> None:
    """Somebody may have written of them inside. Not before the erasing is done: who is inside would wait for it."""
    transaction.on_commit(close)


def _throw_files_away() -> None:
    """Their rows go with the room; the files themselves lie where all files lie."""
    if not room.stands():
        return
    with room.inside():
        for row in Attachment.objects.all():
            row.thumbnail.delete(save=False)
            row.file.delete(save=False)


def _let_go(person: Person) -> None:
    """Unless somebody has taken them for real and opened something in their name."""
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        pass
