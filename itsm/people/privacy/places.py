"""What is held of a person on the lowest floors: who they are, how they come in, and what they decided."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.people import roles
from itsm.people.models import COPY, ERASE
from itsm.people.privacy.holdings import Kind, Way, register, register_kind

KINDS = (
    Kind(
        key="profile", label=_("Who they are"), order=1,
        says=_("Name, address, phone, job, manager, absences and teams go. Site, unit and roles stay without a name."),
    ),
    Kind(key="ways_in", label=_("Ways in"), order=2, says=_("Sessions, tokens and calendar addresses go.")),
    Kind(
        key="work", label=_("What they did for others"), order=90,
        says=_("Who decided and did something is part of other people's records: it stays, under the name that stands in."),
    ),
)  # fmt: skip


def add_to_house() -> None:
    roles.grant(roles.ADMINISTRATOR, ERASE, COPY)
    register_kind(*KINDS)
    register("profile", Way.KEPT, ["people.Person.pk"], tells=OF_PERSON)
    register("profile", Way.DELETED, ["people.Absence.person"], tells=("since", "until"))
    register("profile", Way.DELETED, ["people.Team_members.person"], tells=("team__name",))
    register("profile", Way.DELETED, ["account.EmailAddress.user"], tells=("email",))
    register("profile", Way.DELETED, ["frame.StepTaken.person"], tells=("step", "at"))
    register("profile", Way.DELETED, ["people.DataCopy.person"], files=("file",), tells=("asked_at",))
    register(
        "profile", Way.DETACHED,
        ["people.Person.manager", "people.Team.lead", "people.BusinessUnit.contact", "people.BusinessUnit.keeper",
         "people.Absence.delegate"],
    )  # fmt: skip
    register("ways_in", Way.DELETED, ["people.Token.person"], tells=("name", "created_at", "last_used_at"))
    register("ways_in", Way.DELETED, ["frame.Answer.person"], tells=("at",))
    register(
        "work", Way.KEPT,
        ["frame.Switch.by", "frame.RetentionRule.by", "frame.RetentionRun.by", "people.Erasure.by", "people.DataCopy.by",
         "people.Erasure.person"],
    )  # fmt: skip
    setup.add(
        setup.Line(
            label=_("Erased colleagues"), url_name="people:erasures", icon="trash", group=setup.Group.PEOPLE,
            permission=ERASE, says=_("Who erased whom and when, without names. One begins on a person's own page."),
        )
    )  # fmt: skip


OF_PERSON = (
    "name", "preferred_name", "email", "phone", "job_title", "site__name", "unit__name", "manager__name", "time_zone",
    "language", "is_active", "takes_thanks", "joined_at", "last_login",
)  # fmt: skip
