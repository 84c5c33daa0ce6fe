"""One click to fewer mails: who may, who may not, and what a look does (nothing)."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from comms import unsubscribe
from comms.models import Group, How, Preference
from itsm.people.models import Person

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def path(colleague) -> str:
    return f"/comms/unsubscribe/{unsubscribe.token(colleague, Group.WATCH)}/"


@pytest.fixture
def nobody() -> Client:
    """Not signed in, as mail programs are, and with the check of forged requests switched on."""
    return Client(enforce_csrf_checks=True)


def how(person: Person) -> str:
    return Preference.objects.chosen([person.pk], group=Group.WATCH).get(person.pk, How.AT_ONCE)


def test_looking_changes_nothing_and_says_what_the_button_does(nobody, colleague, path):
    for method in ("get", "head"):
        assert getattr(nobody, method)(path).status_code == 200
    page = nobody.get(path).content.decode()
    assert "Stop these mails?" in page
    assert "News on what you watch" in page
    assert how(colleague) == How.AT_ONCE


def test_one_click_by_a_mail_program_does_it_at_once_without_a_redirect(nobody, colleague, path):
    assert nobody.post(path, ONE_CLICK).status_code == 200
    assert how(colleague) == How.NEVER
    assert nobody.post(path, ONE_CLICK).status_code == 200, "twice is as good as once"


def test_the_button_does_it_and_can_be_taken_back_to_what_it_was(nobody, colleague, path):
    Preference.choose(colleague, Group.WATCH, How.DAILY)
    assert "These mails stop" in nobody.post(path).content.decode()
    assert how(colleague) == How.NEVER
    assert "stopped them already" in nobody.get(path).content.decode()
    assert "They come again" in nobody.post(path, {"again": "1"}).content.decode()
    assert how(colleague) == How.DAILY


def test_it_stops_this_kind_of_this_person_and_nothing_else(nobody, colleague, agent, path):
    nobody.post(path, ONE_CLICK)
    assert list(Preference.objects.values_list("person", "group")) == [(colleague.pk, Group.WATCH)]


@pytest.mark.parametrize(
    "kind", ["forged", "of another", "of another purpose", "of no kind", "nonsense", "nul"]
)
def test_an_address_that_we_did_not_write_stops_nothing(nobody, colleague, agent, kind):
    ours = unsubscribe.token(colleague, Group.WATCH)
    given = {
        "forged": ours[:-1] + ("A" if ours[-1] != "A" else "B"),
        "of another": ours.replace(f"{colleague.pk}.", f"{agent.pk}.", 1),
        "of another purpose": signing.TimestampSigner(salt="status.leave", sep="~").sign(
            f"{colleague.pk}.watch"
        ),
        "of no kind": unsubscribe.token(colleague, "everything"),
        "nonsense": "x",
        "nul": "%00",
    }[kind]
    for answer in (
        nobody.get(f"/comms/unsubscribe/{given}/"),
        nobody.post(f"/comms/unsubscribe/{given}/", ONE_CLICK),
    ):
        assert answer.status_code == 404
        assert "stops nothing" in answer.content.decode()
    assert not Preference.objects.exists()


def test_an_address_holds_for_a_year_and_not_for_ever(nobody, colleague, path):
    now = timezone.now()
    with time_machine.travel(now + timedelta(days=360)):
        assert nobody.get(path).status_code == 200
    with time_machine.travel(now + timedelta(days=370)):
        assert nobody.post(path, ONE_CLICK).status_code == 404
    assert how(colleague) == How.AT_ONCE


def test_who_has_left_is_nobody(nobody, colleague, path):
    Person.objects.filter(pk=colleague.pk).update(is_active=False)
    assert nobody.post(path, ONE_CLICK).status_code == 404


def test_what_belongs_to_no_kind_leads_to_the_page_with_all_choices(colleague):
    assert unsubscribe.address(colleague, "").endswith("/comms/preferences/")
    assert "/comms/unsubscribe/" in unsubscribe.address(colleague, Group.DIGEST)
