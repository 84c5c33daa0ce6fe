"""Dashboards that people put together: chosen, ordered, shared by link, changed by nobody else."""

import re

import pytest
from django.test import Client

from itsm.insights.dashboards.composing import MOST
from itsm.insights.measures import measure
from itsm.insights.models import OwnDashboard

pytestmark = pytest.mark.django_db
NEW = "/insights/own/new/"


@pytest.fixture
def mine(desk):
    figures = [
        ["opened", "course"],
        ["sla_met", "service"],
        ["opened", "team"],
        ["reopened", "card"],
        ["gone", "card"],
    ]
    return OwnDashboard.objects.create(title="Monday", owner=desk.manager, figures=figures)


@pytest.fixture
def as_other(desk):
    client = Client()
    client.force_login(desk.other)
    return client


def typed(*figures: tuple[str, str], **more: str) -> dict:
    return {
        "title": "Monday",
        "figure": [key for key, _l in figures],
        "look": [look for _k, look in figures],
        **more,
    }


def test_it_is_put_together_from_the_registry_and_drawn_in_its_order(as_reader, desk):
    answer = as_reader.post(NEW, typed(("resolved", "team"), ("opened", "course"), ("", "card")))
    made = OwnDashboard.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.figures == [["resolved", "team"], ["opened", "course"]]
    page = as_reader.get(answer.url)
    assert [panel.title for panel in page.context["panels"]] == ["Resolved, by team", "Opened"]


def test_what_leads_to_no_ticket_is_not_split_by_service_or_team(as_reader, desk):
    """Nor does it break a page on which it was."""
    refused = as_reader.post(NEW, typed(("reach", "team"), ("opened", "service")))
    assert refused.status_code == 422
    assert f"not known by service or team: {measure('reach').name}." in refused.content.decode()
    figures = [[key, look] for key in ("reach", "availability", "deflection") for look in ("service", "team")]
    kept = OwnDashboard.objects.create(title="Monday", owner=desk.manager, figures=figures)
    assert len(as_reader.get(kept.get_absolute_url()).context["panels"]) == 6
    body = {"title": "x", "figures": [{"measure": "reach", "look": "team"}]}
    answer = as_reader.post("/api/v1/own-dashboards/", body, content_type="application/json")
    assert answer.status_code == 422


def test_parts_make_the_whole_and_teams_are_not_ranked(as_reader, desk):
    figures = [["opened", "service"], ["opened", "team"]]
    kept = OwnDashboard.objects.create(title="Monday", owner=desk.manager, figures=figures)
    services, teams = as_reader.get(kept.get_absolute_url()).context["panels"]
    for panel in (services, teams):
        assert sum(mark.value for mark in panel.marks) == len(desk.tickets)
    assert "No service" in [row.name for row in services.rows]
    assert [row.name for row in teams.rows] == sorted(row.name for row in teams.rows)


def test_figures_move_without_anything_being_saved(as_reader, desk):
    both = [("opened", "course"), ("resolved", "card")]
    page = as_reader.post(NEW, typed(*both, do="down:0"))
    assert page.status_code == 200
    assert page.context["composing"].chosen == [["resolved", "card"], ["opened", "course"]]
    assert as_reader.post(NEW, typed(*both, do="up:0")).context["composing"].chosen[0][0] == "opened"
    assert as_reader.post(NEW, typed(*both, do="drop:1")).context["composing"].chosen == [
        ["opened", "course"]
    ]
    for odd in ("up:99", "up:", "drop:-1", "down:" + "9" * 5000):
        assert as_reader.post(NEW, typed(*both, do=odd)).context["composing"].chosen == [
            list(one) for one in both
        ]
    begun = as_reader.post(NEW, typed(*both, do="add", title="", shared="on")).content.decode()
    assert "This field is required" not in begun
    assert re.search(r'name="shared"[^>]* checked', begun)
    assert not OwnDashboard.objects.exists()


@pytest.mark.parametrize(
    "given", [{"title": ""}, {"figure": []}, {"figure": ["nothing"]}, {"look": ["cake"]}]
)
def test_what_cannot_be_drawn_is_refused(as_reader, desk, given):
    answer = as_reader.post(NEW, typed(("opened", "card")) | given)
    assert answer.status_code == 422
    assert not OwnDashboard.objects.exists()


def test_no_more_figures_than_a_page_can_bear(as_reader, desk):
    too_many = typed(*[("opened", "card")] * (MOST + 5))
    assert "no more" in as_reader.post(NEW, too_many | {"do": "add"}).content.decode()
    as_reader.post(NEW, too_many)
    assert len(OwnDashboard.objects.get().figures) == MOST


def test_a_figure_that_is_gone_waits_and_the_rest_is_drawn(as_reader, mine, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        page = as_reader.get(mine.get_absolute_url())
    assert len(page.context["panels"]) == 4
    kept = [(key, look) for key, look in mine.figures]
    as_reader.post(f"{mine.get_absolute_url()}edit/", typed(*kept))
    mine.refresh_from_db()
    assert ["gone", "card"] in mine.figures
    body = {"figures": [{"measure": "gone", "look": "card"}]}
    by_api = as_reader.patch(f"/api/v1/own-dashboards/{mine.slug}/", body, content_type="application/json")
    assert by_api.json()["figures"] == body["figures"]


def test_others_see_it_when_it_is_shared_and_never_change_it(as_other, mine):
    address = mine.get_absolute_url()
    assert as_other.get(address).status_code == 404
    OwnDashboard.objects.update(shared=True)
    assert as_other.get(address).status_code == 200
    assert "Monday" in as_other.get("/insights/own/").content.decode()
    assert as_other.get(f"{address}edit/").status_code == 404
    assert as_other.post(f"{address}remove/").status_code == 404
    assert OwnDashboard.objects.filter(pk=mine.pk).exists()


def test_its_owner_removes_it(as_reader, mine):
    as_reader.post(f"{mine.get_absolute_url()}remove/")
    assert not OwnDashboard.objects.exists()


def test_the_api_does_what_the_pages_do(as_reader, as_other, desk):
    address = "/api/v1/own-dashboards/"
    body = {"title": "Monday", "figures": [{"measure": "opened", "look": "team"}], "shared": True}
    made = as_reader.post(address, body, content_type="application/json")
    assert made.status_code == 201
    one = f"{address}{made.json()['slug']}/"
    assert made.json()["figures"] == body["figures"]
    assert as_other.get(one).json()["title"] == "Monday"
    assert as_other.patch(one, {"title": "Mine"}, content_type="application/json").status_code == 403
    assert as_other.delete(one).status_code == 403
    panels = as_other.get(f"{one}panels/").json()["panels"]
    assert sum(row["marks"][0]["n"] for row in panels[0]["rows"]) == len(desk.tickets)
    wrong = {"title": "x", "figures": [{"measure": "nothing", "look": "card"}]}
    assert as_reader.post(address, wrong, content_type="application/json").status_code == 422
    assert as_reader.delete(one).status_code == 204
