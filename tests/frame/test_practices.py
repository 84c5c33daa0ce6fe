"""Start simple: a fresh install shows incidents and notices, and a practice that is off is nowhere."""

import math
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse
from django.utils import timezone

from catalog.models import ServiceRequest
from catalog.offerings.forms import AboutForm
from itsm.frame import practices
from itsm.frame.models import Switch
from itsm.insights import placing
from itsm.knowledge.sources import find_everywhere
from itsm.knowledge.suggesting import kinds
from itsm.people import roles
from itsm.people.views.entrance import start_of
from itsm.tickets.models import Ticket
from tests.catalog import kit
from tests.factories import PersonFactory, incident

DESK_PAGES = (
    "/catalog/", "/catalog/offerings/", "/catalog/shelves/", "/catalog/hooks/", "/desk/tasks/", "/portal/catalog/",
    "/portal/catalog/new-laptop/", "/portal/approvals/",
)  # fmt: skip
API = ("offerings", "shelves", "requests", "tasks", "hooks", "approvals", "approval-steps")


@pytest.fixture
def catalogue():
    return practices.named("catalog")


@pytest.fixture
def laptop(manager, team):
    return kit.offering(by=manager, team=team)


def rail(client):
    """Its lines, without those that stand below another."""
    page = client.get("/desk/").text
    return re.findall(r'class="rail-link" href[^>]* title="([^"]*)"', page)


@pytest.mark.parametrize("who", ["as_agent", "as_administrator", "as_colleague"])
def test_what_is_off_has_no_page_and_no_api(request, fresh, laptop, colleague, who):
    client = request.getfixturevalue(who)
    number = kit.request(laptop, by=colleague).number
    pages = (*DESK_PAGES, f"/catalog/{number}/", f"/catalog/{number}/fulfil/", f"/portal/{number}/")
    assert {client.get(address).status_code for address in pages} == {404}
    answers = [client.get(f"/api/v1/{name}/") for name in API]
    assert {answer.status_code for answer in answers} == {404}
    assert {answer["Content-Type"] for answer in answers} == {"application/problem+json"}


def test_no_page_offers_what_is_off(fresh, laptop, team, colleague, as_agent, as_colleague, as_administrator):
    broken = incident(by=colleague, team=team, title="A new laptop, broken")
    asked = {
        as_agent: ("/desk/", "/incidents/", f"/incidents/{broken.number}/", "/setup/", "/knowledge/", "/search/?q=laptop"),
        as_administrator: (
            "/insights/", "/setup/", "/desk/", "/comms/letters/", "/comms/preferences/", "/services/policy/",
        ),
        as_colleague: ("/portal/", "/portal/find/?q=laptop", "/incidents/report/"),
    }  # fmt: skip
    for client, pages in asked.items():
        for address in pages:
            page = client.get(address)
            assert page.status_code == 200, address
            for word in (
                "/catalog/",
                "/portal/approvals/",
                "/desk/tasks/",
                "pprov",
                "Requests",
                "Ask for something",
            ):
                assert word not in page.content.decode(), (address, word)


def test_a_change_manager_without_changes_begins_at_the_desk(fresh, change_manager):
    assert start_of(change_manager) == "/desk/"


def test_a_fresh_rail_is_short_and_a_full_one_too(fresh, as_agent, as_administrator, catalogue):
    assert rail(as_agent) == ["Desk", "Incidents", "Notices", "Set up"]
    assert rail(as_administrator) == ["Desk", "Incidents", "Notices", "Insights", "Set up"]
    catalogue.switch_on(by=None)
    assert rail(as_agent) == ["Desk", "Incidents", "Requests", "Notices", "Set up"]


def test_no_two_places_have_the_same_keys(db, client):
    client.force_login(PersonFactory(roles=roles.GROUPS))
    page = client.get("/desk/").text
    keys = re.findall(r'data-key="(g \w)"', page)
    assert len(keys) > 10
    assert len(keys) == len(set(keys))


def test_what_is_off_answers_no_question_and_is_not_counted(fresh, laptop, colleague):
    assert not find_everywhere("laptop", colleague, 5, kinds=["offering"])
    assert "offering" not in {kind.what for kind in kinds.kinds()}
    assert not {"approval_wait", "steps_in_time"} & set(placing.keys())


def test_once_it_is_on_it_is_there_at_once(fresh, laptop, catalogue, colleague, administrator, as_colleague):
    catalogue.switch_on(by=administrator)
    assert as_colleague.get("/portal/catalog/new-laptop/").status_code == 200
    assert "Ask for something" in as_colleague.get("/portal/").content.decode()
    assert find_everywhere("laptop", colleague, 5, kinds=["offering"])
    assert "approval_wait" in set(placing.keys())


def test_the_overview_has_its_figures_at_once(fresh, administrator, as_manager):
    assert "Problems open" not in as_manager.get("/insights/").text
    practices.named("problems").switch_on(by=administrator)
    assert as_manager.get("/insights/").status_code == 200  # not what was counted without them a moment ago


def test_who_switched_what_is_kept(fresh, catalogue, administrator):
    now = timezone.now()
    catalogue.switch_on(by=administrator, now=now)
    catalogue.switch_on(by=None)
    catalogue.switch_off(by=administrator, now=now + timedelta(days=1))
    assert list(Switch.objects.order_by("pk").values_list("practice", "on", "by", "at")) == [
        ("catalog", True, administrator.pk, now),
        ("catalog", False, administrator.pk, now + timedelta(days=1)),
    ]
    assert not catalogue.is_on


def test_nothing_in_hand_is_switched_off(as_it_was, catalogue, laptop, colleague, administrator):
    asked = kit.request(laptop, by=colleague)
    with pytest.raises(practices.StillInHand, match="1 ticket of it is still open"):
        catalogue.switch_off(by=administrator)
    assert catalogue.is_on
    asked.withdraw(reason="Found one", by=colleague)
    catalogue.switch_off(by=administrator)
    assert not Ticket.objects.visible_to(administrator).exists()
    assert ServiceRequest.objects.exists()


def test_how_many_asked_lately_is_known(catalogue, laptop, colleague):
    for who in (colleague, colleague, PersonFactory()):
        kit.request(laptop, by=who)
    assert catalogue.in_use(timezone.now() - timedelta(days=30)) == 2
    assert catalogue.in_use(timezone.now() + timedelta(days=1)) == 0


def test_a_page_does_not_ask_for_the_switches_again(fresh, catalogue, django_assert_num_queries):
    assert not catalogue.is_on
    with django_assert_num_queries(0):
        assert not practices.has_address("catalog:list")
        assert "request" in practices.kinds_off()


def test_what_a_practice_that_is_on_shares_stays():
    there, gone = (
        practices.Practice(
            name=name, label=name, says="", icon="bolt", addresses=frozenset(addresses), shares=shares
        )
        for name, addresses, shares in (
            ("changes", {"changes", "approvals"}, frozenset({"catalog.approvals"})),
            ("catalog", {"catalog", "approvals"}, frozenset()),
        )
    )
    state = practices.State.of(off=[gone], on=[there])
    assert state.addresses == {"catalog"}
    assert state.shared == {"catalog.approvals"}


def test_a_practice_may_be_a_package_inside_another(monkeypatch, as_it_was):
    one = practices.Practice(
        name="catalog.offerings", label="", says="", icon="bolt", addresses=frozenset({"catalog:shelf"})
    )
    monkeypatch.setattr(practices, "_kept", (math.inf, practices.State.of(off=[one], on=[])))
    assert not practices.is_here(AboutForm)
    assert practices.is_here(ServiceRequest)
    assert not practices.has_address("catalog:shelf")
    assert practices.has_address("catalog:list")
    assert reverse("frame:switch_on", args=["catalog.offerings"])


def test_a_slip_in_the_setting_stops_the_start(settings):
    settings.PRACTICES = ["catalog", "surveis"]
    with pytest.raises(
        SystemCheckError, match="PRACTICES names surveis. Set it to all, or to some of: catalog"
    ):
        call_command("check")


def test_an_administrator_switches_on_a_page_and_is_refused_what_is_in_hand(
    fresh, laptop, colleague, as_administrator, catalogue
):
    page = as_administrator.get("/setup/practices/").text
    assert "/setup/practices/catalog/switch-on/" in page
    page = as_administrator.post("/setup/practices/catalog/switch-on/", follow=True).text
    assert "Catalogue: on for everybody within seconds." in page
    assert "In use by 0 colleagues in the last 30 days." in page
    kit.request(laptop, by=colleague)
    page = as_administrator.post("/setup/practices/catalog/switch-off/", follow=True).text
    assert "Catalogue: 1 ticket of it is still open." in page
    assert "In use by 1 colleague in the last 30 days." in page
    assert catalogue.is_on


def test_the_same_by_api(fresh, laptop, colleague, administrator, as_administrator):
    begun = as_administrator.get("/api/v1/practices/").json()
    assert [(one["on"], one["people"], one["switched_at"]) for one in begun if one["name"] == "catalog"] == [
        (False, 0, None)
    ]
    on = as_administrator.post("/api/v1/practices/catalog/switch-on/").json()
    assert (on["on"], on["switched_by"]) == (True, administrator.pk)
    kit.request(laptop, by=colleague)
    refused = as_administrator.post("/api/v1/practices/catalog/switch-off/")
    assert refused.status_code == 409
    assert "still open" in refused.json()["detail"]
    assert as_administrator.post("/api/v1/practices/nothing/switch-on/").status_code == 404
