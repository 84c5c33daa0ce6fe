"""Asking: who for, who sees what, files, a form that changed meanwhile, and what the pages cost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import Offering, OfferingEdition, ServiceRequest
from catalog.offerings.source import find
from itsm.people.models import Audience
from tests.catalog import kit
from tests.factories import PersonFactory, SiteFactory

PAGE = "/portal/catalog/new-laptop/"


@pytest.fixture
def laptop(manager, team):
    return kit.offering(by=manager, team=team)


def for_leeds(found: Offering) -> None:
    found.audience = Audience.LIMITED
    found.save()
    found.sites.add(SiteFactory(name="Leeds"))


def test_what_is_for_others_is_nowhere(as_colleague, colleague, laptop):
    for_leeds(laptop)
    assert as_colleague.get(PAGE).status_code == 404
    assert as_colleague.post(PAGE, {"edition": 1, "a-model": "Light"}).status_code == 404
    assert "New laptop" not in as_colleague.get("/portal/catalog/").content.decode()
    assert "New laptop" not in as_colleague.get("/portal/catalog/?q=laptop").content.decode()
    assert find("laptop", colleague, 5) == []
    assert as_colleague.get("/api/v1/offerings/new-laptop/").status_code == 404
    asked = {"offering": "new-laptop", "answers": {"model": "Light"}}
    assert as_colleague.post("/api/v1/requests/", asked, "application/json").status_code == 422


def test_words_for_it_find_it(colleague, laptop):
    assert [hit.key for hit in find("notebook", colleague, 5)] == ["new-laptop"]


def test_a_manager_asks_for_their_people_and_with_what_they_begin(client, colleague, laptop):
    lead = PersonFactory(name="Rui Faria")
    colleague.manager, colleague.site = lead, SiteFactory(name="Leeds")
    colleague.save()
    client.force_login(lead)
    page = client.get(f"{PAGE}?for=ana.reis@halden.example").content.decode()
    assert 'value="Leeds"' in page
    client.post(f"{PAGE}?for=ana.reis@halden.example", {"edition": 1, "a-model": "Light"})
    made = ServiceRequest.objects.get()
    assert (made.requester, made.opened_by) == (colleague, lead)


def test_nobody_asks_for_a_stranger(as_colleague, agent, laptop):
    page = as_colleague.get(f"{PAGE}?for=ivo.lund@halden.example").content.decode()
    assert "You cannot ask for “ivo.lund@halden.example”" in page
    body = {"offering": "new-laptop", "answers": {"model": "Light"}, "requester": agent.pk}
    assert as_colleague.post("/api/v1/requests/", body, "application/json").status_code == 422


def test_the_desk_asks_for_anyone_it_is_meant_for(as_agent, colleague, laptop):
    for_leeds(laptop)
    assert as_agent.get(f"{PAGE}?for={colleague.email}").status_code == 404
    laptop.sites.add(colleague.site)
    assert as_agent.get(f"{PAGE}?for={colleague.email}").status_code == 200


def test_a_form_that_changed_meanwhile_is_shown_anew_with_what_was_written(as_colleague, agent, laptop):
    edition = laptop.take_up(by=agent)
    edition.write(
        by=agent,
        seen=0,
        form=[*kit.FORM, {"key": "day", "kind": "date", "label": "By when", "required": True}],
    )
    OfferingEdition.objects.filter(pk=edition.pk).update(state="published")
    edition.refresh_from_db()
    edition.take_effect()
    answer = as_colleague.post(PAGE, {"edition": 1, "a-model": "Light", "a-where": "Hall 4"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This form was changed while you filled it in." in page
    assert 'value="Hall 4"' in page
    assert not ServiceRequest.objects.exists()


def test_files_go_with_the_request(as_colleague, manager, team, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    form = [{"key": "offer", "kind": "file", "label": "Offers", "required": True, "max": 1}]
    kit.offering(by=manager, team=team, form=form)
    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF") for n in (1, 2)]
    answer = as_colleague.post(PAGE, {"edition": 1, "a-offer": files})
    assert "Choose at most 1." in answer.content.decode()
    as_colleague.post(PAGE, {"edition": 1, "a-offer": SimpleUploadedFile("offer.pdf", b"%PDF")})
    made = ServiceRequest.objects.get()
    assert made.answers == {"offer": ["offer.pdf"]}
    assert made.opening.attachments.get().name == "offer.pdf"


def test_what_is_not_asked_is_not_kept(as_colleague, laptop):
    as_colleague.post(PAGE, {"edition": 1, "a-model": "Light", "a-why": "Typed before I changed my mind"})
    assert "why" not in ServiceRequest.objects.get().answers


def test_people_and_services_are_told_by_name(as_colleague, colleague, manager, team, service):
    form = [
        {"key": "like", "kind": "person", "label": "Like whom"},
        {"key": "for", "kind": "service", "label": "For which service"},
        {"key": "day", "kind": "date", "label": "By when"},
    ]
    kit.offering(by=manager, team=team, form=form)
    wrong = as_colleague.post(PAGE, {"edition": 1, "a-like": "nobody@halden.example"})
    assert "Nobody has this address." in wrong.content.decode()
    as_colleague.post(
        PAGE, {"edition": 1, "a-like": manager.email, "a-for": service.pk, "a-day": "2026-12-01"}
    )
    assert ServiceRequest.objects.get().description == (
        "Like whom: Marit Sand\nFor which service: Mail\nBy when: 1 December 2026"
    )


COSTS = {
    "/portal/catalog/": 10,
    PAGE: 15,
    "/catalog/offerings/": 10,
    "/catalog/": 10,
    "/catalog/new-laptop/": 15,
}


def test_pages_cost_the_same_with_more_rows(
    as_agent, colleague, manager, team, laptop, django_assert_max_num_queries
):
    kit.request(laptop, by=colleague)
    as_agent.get("/portal/catalog/")
    few = {}
    for address, most in COSTS.items():
        with django_assert_max_num_queries(most, info=address) as asked:
            as_agent.get(address)
        few[address] = len(asked.captured_queries)
    for n in range(6):
        found = kit.offering(by=manager, team=team, key=f"thing-{n}", title=f"Thing {n}")
        kit.request(found, by=colleague)
    for address, most in few.items():
        with django_assert_max_num_queries(most, info=address):
            as_agent.get(address)
