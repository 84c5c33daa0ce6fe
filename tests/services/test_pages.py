"""The pages of services, as each role."""

import pytest
from django.urls import reverse

from itsm.services.models import Agreement, PriorityRule, Service, SupportCalendar, Target
from itsm.services.policy import current_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def standard():
    return Agreement.objects.get(is_default=True)


def urls(service, standard):
    """Address → whether everyone who works the desk may read it (otherwise administrators alone)."""
    calendar = standard.calendar
    return {
        reverse("services:list"): True,
        service.get_absolute_url(): True,
        reverse("services:add"): False,
        reverse("services:edit", args=[service.pk]): False,
        reverse("services:policy"): False,
        reverse("services:matrix"): False,
        reverse("services:calendar_add"): False,
        calendar.get_absolute_url(): False,
        reverse("services:agreement_add"): False,
        standard.get_absolute_url(): False,
        reverse("services:agreement_targets", args=[standard.pk]): False,
        reverse("services:agreement_steps", args=[standard.pk]): False,
    }


def test_each_role_sees_what_it_may(
    service, standard, client, as_colleague, as_agent, as_manager, as_administrator
):
    for url, desk_reads in urls(service, standard).items():
        assert client.get(url).status_code == 302, url
        assert as_colleague.get(url).status_code == 404, url
        assert as_agent.get(url).status_code == (200 if desk_reads else 403), url
        assert as_manager.get(url).status_code == (200 if desk_reads else 403), url
        assert as_administrator.get(url).status_code == 200, url


@pytest.mark.parametrize("name", ["depend", "agreement_make_default"])
def test_acts_are_for_administrators(name, service, standard, as_colleague, as_agent):
    url = reverse(f"services:{name}", args=[standard.pk if name == "agreement_make_default" else service.pk])
    assert [client.post(url).status_code for client in (as_colleague, as_agent)] == [404, 403]
    assert as_agent.get(url).status_code == 405


def test_the_list_costs_the_same_however_many_services(service, as_agent, django_assert_max_num_queries):
    for n in range(30):
        Service.objects.create(name=f"Service number {n}").depend_on(service)
    with django_assert_max_num_queries(10):
        page = as_agent.get(reverse("services:list"))
    assert "Service number 29" in page.text


def test_a_service_page_tells_what_is_promised_and_what_depends_on_it(
    service, as_agent, django_assert_max_num_queries
):
    payroll = Service.objects.create(name="Payroll")
    payroll.depend_on(service)
    current_policy()  # kept by the process
    with django_assert_max_num_queries(15):
        page = as_agent.get(service.get_absolute_url()).text
    assert "Mon–Fri 08:00-18:00" in page
    assert "80 h" in page
    assert payroll.get_absolute_url() in page
    assert reverse("services:edit", args=[service.pk]) not in page


def test_an_administrator_adds_and_edits_a_service(as_administrator, team):
    added = as_administrator.post(
        reverse("services:add"), {"name": "Scanner", "criticality": 4, "team": team.pk, "is_active": "on"}
    )
    scanner = Service.objects.get(name="Scanner")
    assert added.url == scanner.get_absolute_url()
    edit = reverse("services:edit", args=[scanner.pk])
    assert as_administrator.post(edit, {"name": "", "criticality": 4}).status_code == 422
    as_administrator.post(edit, {"name": "Scanners", "criticality": 3, "purpose": "Paper into mail."})
    scanner.refresh_from_db()
    assert (scanner.name, scanner.team, scanner.is_active) == ("Scanners", None, False)


def test_a_circle_is_told_on_the_page(service, as_administrator):
    power = Service.objects.create(name="Power")
    depend = reverse("services:depend", args=[service.pk])
    assert as_administrator.post(depend, {"on": power.pk}).url == service.get_absolute_url()
    circle = as_administrator.post(reverse("services:depend", args=[power.pk]), {"on": service.pk})
    assert circle.status_code == 422
    assert "Power → Mail → Power" in circle.text
    as_administrator.post(reverse("services:release", args=[service.pk, power.pk]))
    assert not service.depends_on.exists()


def test_a_calendar_is_typed_as_it_is_said(as_administrator):
    typed = {
        "name": "Porto",
        "time_zone": "Europe/Lisbon",
        "country": "pt",
        "day_0": "8-12, 13:00-24:00",
        "closing_days": "2030-12-24 Christmas Eve",
    }
    as_administrator.post(reverse("services:calendar_add"), typed)
    porto = SupportCalendar.objects.get(name="Porto")
    assert porto.country == "PT"
    page = as_administrator.get(porto.get_absolute_url()).text
    assert 'value="08:00-12:00, 13:00-24:00"' in page
    assert "2030-12-24 Christmas Eve" in page
    wrong = as_administrator.post(
        porto.get_absolute_url(), typed | {"day_1": "22:00-06:00", "closing_days": "soon"}
    )
    assert wrong.status_code == 422
    assert "“22:00-06:00” is not a range" in wrong.text
    assert "“soon” does not begin with a date" in wrong.text
    assert as_administrator.post(porto.get_absolute_url(), typed | {"country": "XX"}).status_code == 422


def grid(page) -> dict[str, str]:
    """What the form of this page would send unchanged."""
    form = page.context["form"]
    return {field.html_name: field.value() if field.value() is not None else "" for field in form}


def test_targets_are_edited_as_one_grid(standard, as_administrator):
    url = reverse("services:agreement_targets", args=[standard.pk])
    sent = grid(as_administrator.get(url))
    assert sent["incident_1_first_response"] == "15 min"
    always = SupportCalendar.objects.get(name="Round the clock")
    changed = {
        "incident_1_first_response": "10 min",
        "incident_2_resolution": "",
        "incident_1_calendar": always.pk,
    }
    assert as_administrator.post(url, sent | changed).status_code == 302
    first, second = (current_policy().targets(None, "incident", priority) for priority in (1, 2))
    assert (first.first_response, first.calendar_id, second.resolution) == (600, always.pk, None)
    wrong = as_administrator.post(url, sent | {"change_4_handover": "soon"})
    assert wrong.status_code == 422
    assert "“soon” is not a time" in wrong.text
    assert Target.objects.get(kind="change", priority=4).handover is not None


def test_steps_are_edited_as_one_grid(standard, team, as_administrator):
    url = reverse("services:agreement_steps", args=[standard.pk])
    forms = as_administrator.get(url).context["grid"]
    sent = {f"{forms.prefix}-{name}": value for name, value in forms.management_form.initial.items()}
    for form in forms.initial_forms:
        sent |= {field.html_name: field.value() or "" for field in form if field.name != "DELETE"}
    new = f"{forms.prefix}-{forms.initial_form_count()}"
    step = {f"{new}-clock": "resolution", f"{new}-percent": 120, f"{new}-tells": "team", f"{new}-team": ""}
    refused = as_administrator.post(url, sent | step)
    assert refused.status_code == 422
    assert "Name the team to tell" in refused.text
    assert as_administrator.post(url, sent | step | {f"{new}-team": team.pk}).status_code == 302
    steps = current_policy().targets(None, "incident", 1).steps["resolution"]
    assert [(told.percent, told.tells, told.team_id) for told in steps if told.percent == 120] == [
        (120, "team", team.pk)
    ]


def test_the_matrix_is_edited_as_one_grid(as_administrator):
    url = reverse("services:matrix")
    sent = grid(as_administrator.get(url))
    assert as_administrator.post(url, sent | {"3_4": 3}).status_code == 302
    assert current_policy().priority(3, 4) == 3
    assert as_administrator.post(url, sent | {"3_4": 9}).status_code == 422
    assert PriorityRule.objects.count() == 12


def test_a_new_agreement_begins_with_the_defaults_and_can_take_its_place(standard, as_administrator):
    sent = {"name": "Plant", "calendar": standard.calendar_id, "pauses": ["colleague"]}
    as_administrator.post(reverse("services:agreement_add"), sent)
    plant = Agreement.objects.get(name="Plant")
    assert (plant.targets.count(), plant.pauses) == (16, ["colleague"])
    as_administrator.post(reverse("services:agreement_make_default", args=[plant.pk]))
    assert current_policy().targets(None, "incident", 1).pauses == {"colleague"}
    assert as_administrator.post(plant.get_absolute_url(), sent | {"name": ""}).status_code == 422
    assert as_administrator.post(plant.get_absolute_url(), sent | {"name": "Factory"}).status_code == 302
