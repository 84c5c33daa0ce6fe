"""The policy in force: sane from the start, cached while nobody edits it, never stale."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from itsm.services.calendars import ALWAYS
from itsm.services.models import (
    Agreement,
    ClosingDay,
    EscalationStep,
    OpeningHours,
    PolicyVersion,
    PriorityRule,
    Service,
    SupportCalendar,
    Target,
    amendment,
)
from itsm.services.policy import Step, current_policy
from itsm.services.signals import policy_changed
from tests.services.oracle import hours

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture
def standard():
    return Agreement.objects.get(is_default=True)


@pytest.fixture
def mail():
    return Service.objects.create(name="Mail for the policy")


@pytest.fixture
def heard():
    """What policy_changed said."""
    news = []

    def listen(before, **kwargs):
        news.append(before)

    policy_changed.connect(listen)
    yield news
    policy_changed.disconnect(listen)


@pytest.mark.parametrize(
    ("impact", "urgency", "priority"),
    [
        (i + 1, u + 1, p)
        for i, row in enumerate([(1, 1, 2, 4), (1, 2, 3, 4), (2, 3, 3, 4)])
        for u, p in enumerate(row)
    ],
)
def test_the_default_matrix_is_the_guides(impact, urgency, priority):
    assert current_policy().priority(impact, urgency) == priority


def test_a_fresh_install_has_targets_hours_and_steps():
    targets = current_policy().targets(None, "incident", 1)
    assert (targets.first_response, targets.next_update, targets.resolution, targets.handover) == (
        900,
        1800,
        4 * HOUR,
        600,
    )
    assert targets.hours == hours("UTC", "08:00-18:00")
    assert current_policy().hours(targets.calendar_id) is targets.hours
    assert targets.pauses == {"colleague", "change", "scheduled"}
    assert targets.steps["resolution"] == (
        Step(80, "holder"),
        Step(100, "holder"),
        Step(100, "team_lead"),
        Step(150, "leads_manager"),
    )
    assert SupportCalendar.objects.get(name="Round the clock").hours() == ALWAYS


def test_every_kind_and_priority_has_an_answer_and_targets_never_loosen_with_priority():
    policy = current_policy()
    for kind in ("incident", "request", "problem", "change"):
        rows = [policy.targets(None, kind, priority) for priority in (1, 2, 3, 4)]
        for clock in ("first_response", "next_update", "resolution", "handover"):
            given = [getattr(row, clock) for row in rows]
            assert given == sorted(given, key=lambda seconds: (seconds is None, seconds or 0))


def test_the_policy_is_read_once(django_assert_num_queries):
    policy = current_policy()
    with django_assert_num_queries(1):
        assert current_policy() is policy


def test_an_unknown_combination_keeps_the_hours_and_promises_nothing(standard):
    Target.objects.filter(kind="change").delete()
    targets = current_policy().targets(None, "change", 2)
    assert (targets.resolution, targets.calendar_id) == (None, standard.calendar_id)


def edits() -> dict:
    """Every kind of policy row, edited in every kind of way."""
    calendar, agreement = (
        SupportCalendar.objects.get(name="Office hours"),
        Agreement.objects.get(is_default=True),
    )
    another = Agreement.objects.create(name="Another", calendar=calendar)
    service, unused = Service.objects.create(name="S"), SupportCalendar.objects.create(name="Unused")
    return {
        "calendar saved": calendar.save,
        "calendar deleted": unused.delete,
        "hours added": lambda: OpeningHours.objects.create(
            calendar=calendar, weekday=5, opens=time(9), closes=time(12)
        ),
        "hours updated in bulk": lambda: calendar.opening_hours.update(closes=time(17)),
        "hours deleted in bulk": lambda: calendar.opening_hours.all().delete(),
        "closing days in bulk": lambda: ClosingDay.objects.bulk_create(
            [ClosingDay(calendar=calendar, date=date(2026, 12, 24))]
        ),
        "agreement": agreement.save,
        "target": agreement.targets.first().save,
        "target in bulk": lambda: Target.objects.bulk_update(agreement.targets.all(), ["resolution"]),
        "step": agreement.steps.first().delete,
        "matrix": PriorityRule.objects.first().save,
        "service under another agreement": lambda: Service(pk=service.pk, name="S", agreement=another).save(),
    }


@pytest.mark.parametrize(
    "kind",
    sorted(
        [
            "calendar saved",
            "calendar deleted",
            "hours added",
            "hours updated in bulk",
            "hours deleted in bulk",
            "closing days in bulk",
            "agreement",
            "target",
            "target in bulk",
            "step",
            "matrix",
            "service under another agreement",
        ]
    ),
)
def test_every_edit_of_the_policy_is_seen_at_the_next_use(kind):
    act = edits()[kind]
    before = current_policy()
    act()
    after = current_policy()
    assert after is not before
    assert after.version > before.version


def test_a_service_edited_otherwise_leaves_the_policy_alone(mail):
    before = current_policy()
    mail.refresh_from_db()
    mail.purpose = "Read and write mail."
    mail.save()
    Service.objects.create(name="Print")
    assert current_policy() is before


def test_a_service_follows_its_own_agreement(mail, standard):
    night = Agreement.objects.create(
        name="Night", calendar=SupportCalendar.objects.get(name="Round the clock")
    )
    Target.objects.create(agreement=night, kind="incident", priority=1, resolution=timedelta(hours=1))
    assert current_policy().targets(mail.pk, "incident", 1).resolution == 4 * HOUR
    mail.agreement = night
    mail.save()
    targets = current_policy().targets(mail.pk, "incident", 1)
    assert (targets.resolution, targets.first_response, targets.hours) == (HOUR, None, ALWAYS)
    assert targets.steps["resolution"] == ()
    assert current_policy().targets(None, "incident", 1).resolution == 4 * HOUR


def test_one_priority_may_run_on_hours_of_its_own(standard):
    row = standard.targets.get(kind="incident", priority=1)
    row.calendar = SupportCalendar.objects.get(name="Round the clock")
    row.save()
    policy = current_policy()
    assert policy.targets(None, "incident", 1).hours == ALWAYS
    assert policy.targets(None, "incident", 2).calendar_id == standard.calendar_id


def test_an_edit_that_was_rolled_back_is_not_served_later(standard):
    with transaction.atomic():
        standard.targets.update(resolution=timedelta(hours=99))
        assert current_policy().targets(None, "incident", 1).resolution == 99 * HOUR
        transaction.set_rollback(True)
    PriorityRule.objects.first().save()  # the same number again, another edition
    assert current_policy().targets(None, "incident", 1).resolution == 4 * HOUR


def test_one_amendment_is_one_version_and_one_announcement(
    standard, heard, django_capture_on_commit_callbacks
):
    number = PolicyVersion.objects.get().number
    with django_capture_on_commit_callbacks(execute=True), amendment():
        for target in standard.targets.all():
            target.save()
        standard.calendar.set_hours([[(time(9), time(12))]] * 7, closed={date(2026, 12, 24): "Christmas Eve"})
    assert PolicyVersion.objects.get().number == number + 1
    assert [before[standard.calendar_id] for before in heard] == [hours("UTC", "08:00-18:00")]
    assert current_policy().hours(standard.calendar_id).closed == {date(2026, 12, 24)}


def test_there_is_one_default_agreement(standard):
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(name="Second", is_default=True, calendar=standard.calendar)
    second = Agreement(name="Second", calendar=standard.calendar).begin()
    assert second.targets.count() == standard.targets.count()
    assert second.steps.count() == standard.steps.count()
    second.make_default()
    assert list(Agreement.objects.filter(is_default=True)) == [second]
    assert current_policy().default_agreement == second.pk


def test_a_step_that_tells_a_team_names_it(standard):
    step = EscalationStep(agreement=standard, clock="resolution", percent=120, tells="team")
    with pytest.raises(ValidationError, match="Name the team"):
        step.full_clean()
    with pytest.raises(ValidationError, match="already exists"):
        EscalationStep(agreement=standard, clock="resolution", percent=80, tells="holder").full_clean()


def test_a_calendar_knows_its_next_closing_days():
    calendar = SupportCalendar.objects.create(name="Porto", time_zone="Europe/Lisbon", country="PT")
    calendar.set_hours([[(time(9), time(17))]] * 5 + [[], []], closed={date(2026, 4, 2): "Moving house"})
    found = list(calendar.closings(since=date(2026, 4, 1), days=30))
    assert found == [
        (date(2026, 4, 2), "Moving house"),
        (date(2026, 4, 3), "Good Friday"),
    ]  # 25 April is a Saturday


def test_a_country_without_known_holidays_is_refused():
    with pytest.raises(ValidationError, match="No public holidays are known for “XX”"):
        SupportCalendar(name="Nowhere", country="xx").full_clean()
