"""The people one click signs in as, in the demo organisation only. Known by their addresses; the demo data makes them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.people import roles


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """`says` is the line under the button: what one sees as this person."""

    role: str
    email: str
    name: str
    says: str | Promise

    @property
    def label(self) -> str | Promise:
        return roles.LABELS[self.role]


# By the last part of the address that signs them in: /people/demo/<role>/
DEMO_PEOPLE: Mapping[str, DemoPerson] = {
    "agent": DemoPerson(
        role=roles.AGENT,
        email="ivo.lund@halden.example",
        name="Ivo Lund",
        says=_("works tickets at the desk"),
    ),
    "colleague": DemoPerson(
        role=roles.COLLEAGUE,
        email="ana.reis@halden.example",
        name="Ana Reis",
        says=_("asks for help and hears back"),
    ),
    "manager": DemoPerson(
        role=roles.MANAGER,
        email="marit.sand@halden.example",
        name="Marit Sand",
        says=_("sees how the desk does"),
    ),
    "change-manager": DemoPerson(
        role=roles.CHANGE_MANAGER,
        email="jonas.weil@halden.example",
        name="Jonas Weil",
        says=_("keeps changes from colliding"),
    ),
    "administrator": DemoPerson(
        role=roles.ADMINISTRATOR,
        email="tess.okoro@halden.example",
        name="Tess Okoro",
        says=_("looks after people, teams and rules"),
    ),
}
