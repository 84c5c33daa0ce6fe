"""The pages of reports, the signed one, the way out, and the same by API."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comms import pace
from comms.models import Delivery, Edition, EditionCopy, Report
from comms.models.report import HOLDS
from comms.reports import links, sending
from itsm.tickets.models import Ticket

pytestmark = pytest.mark.django_db
LIST = "/insights/reports/"
API = "/api/v1/reports/"


@pytest.fixture
def sent(report):
    return sending.send_now(report, now=timezone.now())


@pytest.fixture
def copy(sent, house):
    return EditionCopy.objects.select_related("edition").get(edition=sent, person=house.marit)


@pytest.fixture
def as_marit(house, signed_in):
    return signed_in(house.marit)


def page(copy):
    return f"{LIST}read/{links.token(copy)}/"


# Without a sign-in ----------------------------------------------------------------------------------------------------


def test_it_reads_without_a_sign_in_and_stays_as_it_was(copy, house):
    before = Client().get(page(copy))
    said = before.content.decode()
    for words in (
        "Monday",
        "whole days",
        "For Marit Sand",
        "Opened",
        "61",
        'name="robots" content="noindex"',
        'class="chart',
    ):
        assert words in said, words
    assert "/insights/records/" not in said
    assert "/insights/tickets/" not in said
    Ticket.objects.filter(team=house.team).update(status="cancelled")
    after = Client().get(page(copy)).content.decode()
    assert after[after.index("panels") :] == said[said.index("panels") :]
    copy.refresh_from_db()
    assert copy.opens == 2


@pytest.mark.parametrize("wrong", ["1.nothing", "x.y", "9" * 30 + ".a", "1", ".", "1-2.zz"])
def test_an_address_that_we_did_not_write_asks_the_database_nothing(db, wrong, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get(f"{LIST}read/{wrong}/").status_code == 404
        assert Client().get(f"{LIST}leave/{wrong}/").status_code == 404


def test_it_ends_by_age_by_hand_with_the_report_and_with_its_reader(copy, sent, house, as_agent, signed_in):
    client = Client()
    assert as_agent.get(page(copy)).status_code == 403
    assert signed_in(house.marit).get(page(copy)).status_code == 200
    Edition.objects.update(sent_at=timezone.now() - HOLDS)
    assert client.get(page(copy)).status_code == 410
    Edition.objects.update(sent_at=timezone.now())
    house.marit.groups.clear()
    assert client.get(page(copy)).status_code == 404
    house.marit.groups.set(house.marit.groups.model.objects.filter(name="manager"))
    sending.withdraw(sent, now=timezone.now())
    assert client.get(page(copy)).status_code == 410
    sent.report.delete()
    assert client.get(page(copy)).status_code == 410


def test_an_address_is_not_opened_without_end(copy, monkeypatch):
    monkeypatch.setattr(pace, "MOST", 2)
    assert [Client().get(page(copy)).status_code for _time in range(3)] == [200, 200, 429]


def test_looking_at_the_way_out_ends_nothing_and_one_press_does(report, house, as_marit):
    address = links.leave_address(report.pk, house.tess.pk).partition("localhost")[2].partition("/")[2]
    client = Client()
    assert client.get(f"/{address}").status_code == 200
    assert not report.left.exists()
    client.post(f"/{address}", {"List-Unsubscribe": "One-Click"})
    assert list(report.left.all()) == [house.tess]
    assert "Tess Okoro" in as_marit.get(report.get_absolute_url()).content.decode()
    sending.schedule(report, now=timezone.now(), people=[house.marit, house.tess], teams=[])
    assert list(report.left.all()) == [house.tess]  # who sends it cannot undo it
    client.post(f"/{address}", {"again": "1"})
    assert not report.left.exists()


# At the desk ----------------------------------------------------------------------------------------------------------


def test_from_a_dashboard_to_a_mail(as_marit, as_agent, house):
    board = as_marit.get("/insights/flow/?weeks=26").content.decode()
    assert "/insights/reports/new/?dashboard=flow&amp;weeks=26" in board
    assert as_agent.get(f"{LIST}new/").status_code == 403
    form = as_marit.get(f"{LIST}new/?dashboard=flow&weeks=26").content.decode()
    assert '<option value="flow" selected>' in form
    assert '<option value="26" selected>' in form
    assert house.marit.email in form
    fields = {
        "subject": "flow", "weeks": "26", "team": house.team.pk, "rhythm": "monthly", "weekday": 0, "day": 3, "hour": 6,
        "people": house.marit.email,
    }  # fmt: skip
    made = as_marit.post(f"{LIST}new/", fields)
    report = Report.objects.get(dashboard="flow")
    assert made.url == report.get_absolute_url()
    assert report.query == f"weeks=26&team={house.team.pk}"
    shown = as_marit.get(report.get_absolute_url()).content.decode()
    assert "every month on day 3 at 06:00" in shown
    assert "Team: Report team" in shown
    preview = as_marit.get(f"{report.get_absolute_url()}preview/").content.decode()
    assert "What was left" in preview
    assert not Delivery.objects.exists()
    as_marit.post(f"{report.get_absolute_url()}send/")
    edition = report.editions.get()
    for path in ("", f"editions/{edition.pk}/", "edit/"):
        assert as_marit.get(f"{report.get_absolute_url()}{path}").status_code == 200
    as_marit.post(f"{report.get_absolute_url()}editions/{edition.pk}/withdraw/")
    as_marit.post(f"{report.get_absolute_url()}pause/")
    shown = as_marit.get(report.get_absolute_url()).content.decode()
    assert "withdrawn" in shown
    assert "Paused" in shown
    as_marit.post(f"{report.get_absolute_url()}resume/")
    as_marit.post(f"{report.get_absolute_url()}remove/")
    assert not Report.objects.filter(pk=report.pk).exists()


@pytest.mark.parametrize(("people", "said"), [
    ("", "Say who gets it"), ("agent", "Ola Agent may not read figures"), ("tess", "is shared with nobody"),
])  # fmt: skip
def test_whom_it_cannot_be_sent_to(as_marit, house, people, said):
    house.own.shared = False
    house.own.save()
    email = getattr(house, people).email if people else ""
    fields = {"subject": "own:monday", "rhythm": "daily", "weekday": 0, "day": 1, "hour": 6, "people": email}
    answer = as_marit.post(f"{LIST}new/", fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_what_others_send_is_seen_and_left(report, house, signed_in, as_manager):
    tess = signed_in(house.tess)
    report.managers = True
    report.save()
    assert "Send it to me no more" in as_manager.get(LIST).content.decode()
    as_manager.post(f"{LIST}{report.pk}/want/")
    assert "Send it to me again" in as_manager.get(LIST).content.decode()
    assert as_manager.get(report.get_absolute_url()).status_code == 404
    assert tess.get(report.get_absolute_url()).status_code == 200  # administrators see all


def test_pages_cost_few_statements(as_marit, report, sent, copy, house, django_assert_max_num_queries):
    for _more in range(3):
        other = Report(owner=house.marit, own=house.own)
        sending.schedule(other, now=timezone.now(), people=[house.marit, house.tess], teams=[house.team])
    Edition.objects.create(report=report, due_at=timezone.now() - timedelta(days=1), sent_at=timezone.now(), pages=sent.pages)  # fmt: skip
    with django_assert_max_num_queries(10):
        as_marit.get(LIST)
    with django_assert_max_num_queries(15):
        as_marit.get(report.get_absolute_url())
    with django_assert_max_num_queries(6):
        Client().get(page(copy))


# By API ---------------------------------------------------------------------------------------------------------------


def test_by_api_it_is_made_changed_looked_at_sent_and_withdrawn(as_marit, as_agent, house):
    def post(path, body=None):
        return as_marit.post(f"{API}{path}", json.dumps(body or {}), content_type="application/json")

    assert as_agent.get(API).status_code == 403
    body = {
        "subject": "own:monday",
        "query": "weeks=52&team=0&x=1",
        "rhythm": "daily",
        "people": [house.marit.pk],
    }
    made = post("", body).json()
    assert (made["query"], made["subject"]) == ("weeks=52", "own:monday")
    assert post("", {**body, "subject": "nothing"}).status_code == 422
    assert post("", {**body, "people": [house.agent.pk]}).status_code == 422
    assert post("", {**body, "hour": 24}).status_code == 422
    one = f"{made['id']}/"
    changed = as_marit.patch(f"{API}{one}", json.dumps({"hour": 5}), content_type="application/json").json()
    assert (changed["hour"], changed["rhythm"], len(changed["people"])) == (5, "daily", 1)
    assert [who["name"] for who in as_marit.get(f"{API}{one}whom/").json()["gets"]] == ["Marit Sand"]
    assert as_marit.get(f"{API}{one}preview/").json()["panels"][0]["title"] == "Opened"
    assert post(f"{one}pause/").json()["paused_at"]
    assert post(f"{one}resume/").json()["paused_at"] is None
    assert post(f"{one}want/", {"wanted": False}).json() == {"wanted": False}
    assert as_marit.get(f"{API}{one}whom/").json()["left"][0]["name"] == "Marit Sand"
    post(f"{one}want/", {"wanted": True})
    sent = post(f"{one}send/").json()
    assert post(f"{one}send/").status_code == 409
    assert links.token(EditionCopy.objects.get()).partition(".")[2] not in json.dumps(sent)
    assert as_marit.get(f"{API}{one}editions/").json()[0]["id"] == sent["id"]
    edition = f"/api/v1/report-editions/{sent['id']}/"
    assert as_marit.get(edition).json()["panels"][0]["value"] == "61"
    assert as_marit.post(f"{edition}withdraw/").json()["withdrawn_at"]
    assert as_marit.delete(f"{API}{one}").status_code == 204
