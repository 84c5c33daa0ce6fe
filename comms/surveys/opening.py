"""Beginning and ending what is asked of a group: a pulse of a service, after a notice, after a change, a campaign.

The group is fixed and shuffled when it begins, and refused where nobody could hide in it. Who was asked something lately comes later,
while there is time.
"""

import logging
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes.models import Change, Outcome, Status
from comms.models import Addressee, Audience, Invitation, Notice, Phase, Survey, SurveyRules
from comms.notices.audience import people_of
from comms.notices.whom import Whom
from comms.surveys import urn
from comms.surveys.answering import hear_without_names
from itsm.frame.practices import kinds_off
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

logger = logging.getLogger(__name__)
Kind, State = Survey.Kind, Invitation.State
OPEN_FOR = timedelta(days=14)
MOST = 200  # asked about one service, notice or change: more would only ask more people
PULSE_EVERY = timedelta(days=90)
LATE = timedelta(days=3)  # what ended longer ago is not asked about any more
TOLD = (Audience.COLLEAGUES, Audience.MANAGERS)
_chance = random.SystemRandom()


def begin(survey: Survey, people: Iterable[int], *, now: datetime, most: int | None = MOST) -> Survey:
    """Ask these, some of them where they are many. Refused where they are too few to hide among."""
    survey.minimum = SurveyRules.the().minimum_group
    found = list(reachable(people))
    if len(found) < survey.minimum:
        raise Refused(too_few(len(found), survey.minimum))
    _chance.shuffle(found)
    with transaction.atomic():
        survey.save()
        rows = [Invitation(survey=survey, person_id=person, due_at=now) for person in found[:most]]
        Invitation.objects.bulk_create(rows, batch_size=2000)
    return survey


@dataclass(frozen=True)
class Reach:
    """How many a question would go to, and how many of them later, for they were asked something lately."""

    people: int
    later: int

    @property
    def now(self) -> int:
        return self.people - self.later


def reach(people: Iterable[int], *, now: datetime) -> Reach:
    found = list(reachable(people))
    since = now - timedelta(days=SurveyRules.the().sampling_days)
    lately = Invitation.objects.filter(person__in=found, asked_at__gt=since)
    return Reach(len(found), lately.order_by().values("person").distinct().count())


def reachable(people: Iterable[int]) -> "QuerySet[Person, int]":
    """Who is here and has an address."""
    here = Person.objects.active().filter(pk__in=list(people)).exclude(email="")
    return here.values_list("pk", flat=True)


def too_few(found: int, group: int) -> str:
    return ngettext(
        "That is %(n)d colleague. Without names at least %(group)d are asked, or everybody knows who it was.",
        "Those are %(n)d colleagues. Without names at least %(group)d are asked, or everybody knows who it was.",
        found,
    ) % {"n": found, "group": group}


def close(survey: Survey, *, now: datetime) -> None:
    """The last answers come out. How many were asked and answered is kept, who they were is not."""
    if survey.named:
        raise Refused(_("After a ticket it is asked for good. Switch it off under Set up."))
    with transaction.atomic():
        mine = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        if mine.closed_at is None:
            asked = mine.invitations.asked()
            # Locked one by one: whoever answers at this moment is counted, or is told that it is over.
            states = list(asked.order_by("pk").select_for_update().values_list("state", flat=True))
            mine.asked, mine.answered = len(states), states.count(State.ANSWERED)
            mine.closed_at = now
            mine.save(update_fields=["asked", "answered", "closed_at"])
            asked.update(state=State.OVER, due_at=None)
            mine.invitations.filter(asked_at=None).delete()
            come_out(mine, now=now)
    survey.refresh_from_db()


def come_out(survey: Survey, *, now: datetime) -> None:
    hear_without_names(urn.unseal(survey, now=now), now=now)


# By themselves ----------------------------------------------------------------------------------------------------------


def tend(*, now: datetime) -> None:
    """Once a day: end what is over, let answers out, begin what is due. One that fails stands in nobody else's way."""
    for survey in Survey.objects.running().exclude(kind=Kind.TICKET).with_subject():
        does = come_out if survey.takes_answers(now=now) else close
        try:
            with transaction.atomic():
                does(survey, now=now)
        except Exception:
            logger.exception("Survey %d could not be tended.", survey.pk)
    kinds = SurveyRules.the().kinds
    for kind, due in (
        (Kind.COMMUNICATION, after_notices),
        (Kind.CHANGE, after_changes),
        (Kind.SERVICE, pulse),
    ):
        if kind in kinds:
            due(now=now)


def after_notices(*, now: datetime) -> None:
    """Whoever had it before them says how it was. What a change was told by is asked about with the change."""
    over = Notice.objects.real().published().filter(over_at__gt=now - LATE, over_at__lte=now, survey=None)
    over = over.exclude(phase=Phase.CANCELLED).exclude(ticket__kind=Ticket.Kind.CHANGE)
    for notice in over.order_by("over_at"):
        readers = told_by(notice).filter(seen_at__isnull=False)
        ask_group(
            Survey(kind=Kind.COMMUNICATION, title=notice.title[:120], notice=notice), people(readers), now=now
        )


def after_changes(*, now: datetime) -> None:
    """After its review: whoever was told of it, not those who made it."""
    if Ticket.Kind.CHANGE in kinds_off():
        return
    closed = Change.objects.filter(
        status=Status.CLOSED, closed_at__gt=now - LATE, closed_at__lte=now, survey=None
    )
    for change in closed.exclude(outcome=Outcome.NOT_CARRIED_OUT).order_by("closed_at"):
        told = Addressee.objects.filter(notice__ticket=change.pk, notice__drill=False, audience__in=TOLD)
        ask_group(
            Survey(kind=Kind.CHANGE, title=change.title[:120], change_id=change.pk), people(told), now=now
        )


def pulse(*, now: datetime) -> None:
    """One service a day at most, the one asked about longest ago: so people are asked about different ones."""
    lately = Survey.objects.filter(kind=Kind.SERVICE, opened_at__gt=now - PULSE_EVERY)
    if lately.filter(opened_at__gt=now - timedelta(days=1)).exists():
        return
    asked = {
        row.service_id: row.opened_at
        for row in Survey.objects.filter(kind=Kind.SERVICE).order_by("opened_at")
    }
    waiting = Service.objects.active().exclude(pk__in=lately.values("service"))
    longest_ago = sorted(
        waiting, key=lambda service: (service.pk in asked, asked.get(service.pk), service.pk)
    )
    for service in longest_ago:
        mine = Survey(kind=Kind.SERVICE, title=service.name[:120], service=service)
        if ask_group(mine, users_of(service, now=now), now=now):
            return


def ask_group(survey: Survey, group: Iterable[int], *, now: datetime) -> bool:
    """Nothing where they are too few: it is nobody's fault."""
    survey.opened_at, survey.closes_at = now, now + OPEN_FOR
    try:
        begin(survey, group, now=now)
    except Refused:
        return False
    return True


def users_of(service: Service, *, now: datetime) -> list[int]:
    """Who follows it, asked for help with it lately, or works where it is there for; not who looks after it."""
    found = people_of(Whom(services=(service.pk,), now=now))
    return [one.person_id for one in found if one.audience in TOLD]


def told_by(notice: Notice) -> Any:
    return Addressee.objects.filter(notice=notice, audience__in=TOLD)


def people(rows: Any) -> list[int]:
    return list(rows.order_by().values_list("person", flat=True).distinct())
