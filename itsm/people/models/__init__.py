"""Who: people, sites, teams, and the tokens that act for a person."""

from itsm.people.models.person import (
    LastAdministrator,
    Person,
    PersonQuerySet,
    Site,
    check_time_zone,
    time_zones,
)
from itsm.people.models.team import Team
from itsm.people.models.token import Token

__all__ = [
    "LastAdministrator",
    "Person",
    "PersonQuerySet",
    "Site",
    "Team",
    "Token",
    "check_time_zone",
    "time_zones",
]
