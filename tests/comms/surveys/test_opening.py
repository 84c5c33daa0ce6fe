"""What is asked of a group by itself: a pulse of a service, after a notice, after a change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changes.models import Change
from comms.models import Addressee, Answer, Notice, Survey
from comms.surveys import answering, opening
from itsm.people.models import Team
from tests.comms.surveys.kit import MONDAY, asked, colleagues
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def test_a_pulse_asks_those_who_use_a_service_one_service_a_day(service, now):
    service.sites.add(PersonFactory().site)
    colleagues(6)
    opening.tend(now=now)
    opening.tend(now=now + timedelta(hours=1))
    pulse = Survey.objects.get(kind="service")
    assert (pulse.service, pulse.invitations.count()) == (service, 7)
    opening.tend(now=now + timedelta(days=20))
    assert not Survey.objects.get(pk=pulse.pk).is_open
    opening.tend(now=now + timedelta(days=91))
    assert Survey.objects.filter(kind="service", service=service).count() == 2


def told(people, now, **about) -> Notice:
    """A notice that is over since an hour, which all of these had before them."""
    writer = PersonFactory()
    fields = {
        "kind": "outage",
        "phase": "resolved",
        "open": False,
        "title": "Mail is down",
        "opened_by": writer,
    }
    moments = dict.fromkeys(("opened_at", "published_at", "over_at"), now - timedelta(hours=1))
    notice = Notice.objects.create(number=f"NTC-{writer.pk}", **{**fields, **moments, **about})
    Addressee.objects.bulk_create(
        Addressee(notice=notice, person=one, why="everyone", addressed_at=now, seen_at=now if n else None)
        for n, one in enumerate(people)
    )
    return notice


@pytest.mark.parametrize(
    ("readers", "about", "asked"),
    [
        (7, {}, 6),  # one of them has not seen it
        (5, {}, 0),  # four could not hide
        (7, {"drill": True}, 0),
        (7, {"phase": "cancelled", "kind": "maintenance"}, 0),
        (7, {"over_at": None, "open": True, "phase": "identified"}, 0),
    ],
)
def test_after_a_notice_those_who_read_it_are_asked_once(now, readers, about, asked):
    told(colleagues(readers), now, **about)
    opening.tend(now=now)
    opening.tend(now=now + timedelta(minutes=1))
    assert sum(one.invitations.count() for one in Survey.objects.filter(kind="notice")) == asked


def test_after_a_change_those_who_were_told_are_asked_not_who_made_it(now, agent, team):
    change = Change.propose(
        by=agent, title="A new mail server", type="normal", team=team, now=now - timedelta(days=2)
    )
    Change.objects.filter(pk=change.pk).update(
        status="closed", open=False, closed_at=now - timedelta(hours=1)
    )
    notice = told(colleagues(6), now, ticket_id=change.pk, kind="maintenance", phase="done")
    Addressee.objects.create(
        notice=notice, person=agent, why="named", audience="it", addressed_at=now, seen_at=now
    )
    opening.tend(now=now)
    survey = Survey.objects.get(change=change.pk)
    assert (survey.kind, survey.invitations.count()) == ("change", 6)
    assert not survey.invitations.filter(person=agent).exists()
    assert not Survey.objects.filter(kind="notice").exists()


def test_a_survey_that_cannot_be_ended_stands_in_nobodys_way(db, caplog):
    """Of the first, words came out that no team can answer."""
    first, second = asked(colleagues(6)), asked(PersonFactory.create_batch(5))
    for one in first.invitations.select_related("survey"):
        answering.add(answering.keep(one, 0, now=MONDAY), words="Bad.", now=MONDAY)
    Team.objects.update(first_line=False)
    opening.tend(now=MONDAY + timedelta(days=15))
    assert [Survey.objects.get(pk=one.pk).is_open for one in (first, second)] == [True, False]
    assert f"Survey {first.pk} could not be tended" in caplog.text
    assert Answer.objects.filter(sealed=True).count() == 6
