"""Reporting in three questions, for oneself or for somebody else; and asking for a person instead."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.models import Incident
from tests.factories import PersonFactory, TeamFactory

REPORT, TALK = "/incidents/report/", "/incidents/talk/"
SAID = {"title": "The lid does not close", "urgency": "3", "impact": "1"}


@pytest.fixture(autouse=True)
def first_line(db):
    return TeamFactory(name="Service desk", first_line=True)


def made():
    return Incident.objects.get()


def test_three_questions_are_enough(as_colleague, colleague):
    answer = as_colleague.post(REPORT, {**SAID, "since_when": "yesterday"})
    assert answer.url == f"/portal/{made().number}/"
    assert (made().requester, made().since_when, made().urgency) == (colleague, "yesterday", 3)


def test_the_first_screen_asks_three_and_folds_the_rest(as_colleague):
    page = as_colleague.get(REPORT, {"words": "vpn is slow"}).content.decode()
    first, rest = page.split('<details class="card more', 1)
    assert all(f'name="{name}"' in first for name in ("title", "since_when", "urgency", "uploads"))
    assert all(f'name="{name}"' in rest for name in ("description", "service", "impact", "on_behalf_of"))
    assert 'value="vpn is slow"' in first


def test_what_is_missing_is_said_and_nothing_is_lost(as_colleague):
    answer = as_colleague.post(REPORT, {**SAID, "title": "", "description": "Long story"})
    assert answer.status_code == 422
    assert "Long story" in answer.content.decode()
    assert not Incident.objects.exists()


def test_for_somebody_else_both_hear(as_colleague, colleague):
    other = PersonFactory(email="noor@halden.example")
    as_colleague.post(REPORT, {**SAID, "on_behalf_of": "Noor@halden.example"})
    assert (made().requester, made().opened_by) == (other, colleague)


def test_an_unknown_address_opens_the_fold_and_says_so(as_colleague):
    answer = as_colleague.post(REPORT, {**SAID, "on_behalf_of": "nobody@halden.example"})
    assert answer.status_code == 422
    assert "Nobody has this address." in answer.content.decode()
    assert 'class="card more" open' in answer.content.decode()


def test_a_photo_and_a_file_come_together(as_colleague):
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    as_colleague.post(REPORT, {**SAID, "uploads": files})
    assert sorted(made().attachments.values_list("name", flat=True)) == ["a.txt", "b.txt"]


def test_on_behalf_by_api(as_colleague):
    other = PersonFactory(email="noor@halden.example")
    body = {"title": "Her lid", "on_behalf_of": other.email}
    answer = as_colleague.post("/api/v1/incidents/", body, content_type="application/json")
    assert answer.status_code == 201
    assert made().requester == other
    body["on_behalf_of"] = "nobody@halden.example"
    assert as_colleague.post("/api/v1/incidents/", body, content_type="application/json").status_code == 422


class TestTalking:
    def test_a_call_in_two_steps_makes_a_ticket_with_a_promise(self, as_colleague, first_line):
        as_colleague.post(TALK, {"way": "call", "about": "My lid", "phone": "+351 22"})
        assert (made().title, made().team) == ("My lid", first_line)
        assert made().promised_at
        assert made().events.get(verb="ticket.call_me").details["phone"] == "+351 22"

    def test_the_number_is_known_and_the_words_come_along(self, signed_in):
        person = PersonFactory(phone="+351 22 555")
        page = signed_in(person).get(TALK, {"words": "vpn is slow"}).content.decode()
        assert "+351 22 555" in page
        assert "vpn is slow" in page

    def test_who_comes_by_is_expected_by_who_sits_there(self, as_colleague, colleague):
        assert "I come by" not in as_colleague.get(TALK).content.decode()  # nobody is anywhere
        site, team = colleague.site, TeamFactory(name="Porto support")
        site.desk_place, site.desk_hours, site.desk_team = "Room 0.12", "9 to 12", team
        site.save()
        assert "Porto: Room 0.12 · 9 to 12 · Porto support" in as_colleague.get(TALK).content.decode()
        as_colleague.post(TALK, {"way": "come", "about": "My lid", "site": site.pk})
        assert (made().team, made().events.filter(verb="ticket.come_by").count()) == (team, 1)

    def test_nothing_is_made_of_half_a_form(self, as_colleague):
        assert as_colleague.post(TALK, {"way": "call", "about": "My lid"}).status_code == 422
        assert as_colleague.post(TALK, {}).status_code == 422
        assert not Incident.objects.exists()
