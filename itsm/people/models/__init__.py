"""Who: people, sites, teams, and the tokens that act for a person."""

from itsm.people.models.absence import Absence, stand_ins
from itsm.people.models.audience import Audience, AudienceQuerySet, ForAudience, readers
from itsm.people.models.person import (
    LastAdministrator,
    Person,
    PersonQuerySet,
    Site,
    check_time_zone,
    time_zones,
)
from itsm.people.models.privacy import COPY, ERASE, DataCopy, Erasure
from itsm.people.models.team import Team
from itsm.people.models.token import Token
from itsm.people.models.unit import BusinessUnit

__all__ = [
    "COPY",
    "ERASE",
    "Absence",
    "Audience",
    "AudienceQuerySet",
    "BusinessUnit",
    "DataCopy",
    "Erasure",
    "ForAudience",
    "LastAdministrator",
    "Person",
    "PersonQuerySet",
    "Site",
    "Team",
    "Token",
    "check_time_zone",
    "readers",
    "stand_ins",
    "time_zones",
]
