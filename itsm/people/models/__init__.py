"""Who: people, sites, teams, and the tokens that act for a person."""

from itsm.people.models.absence import Absence, stand_ins
from itsm.people.models.audience import Audience, AudienceQuerySet, ForAudience
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
    "Absence",
    "Audience",
    "AudienceQuerySet",
    "ForAudience",
    "LastAdministrator",
    "Person",
    "PersonQuerySet",
    "Site",
    "Team",
    "Token",
    "check_time_zone",
    "stand_ins",
    "time_zones",
]
