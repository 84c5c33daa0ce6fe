"""The catalogue's pages: colleagues find and ask, the desk writes and publishes."""

import pytest

from catalog.models import ServiceRequest
from tests.catalog import kit


@pytest.fixture
def laptop(manager, team):
    return kit.offering(by=manager, team=team)


def test_a_colleague_finds_an_offering_and_asks_for_it(as_colleague, colleague, laptop):
    page = as_colleague.get("/portal/catalog/").content.decode()
    assert "New laptop" in page
    assert "Three working days" in page
    page = as_colleague.get("/portal/catalog/new-laptop/").content.decode()
    assert "Only if you answer “Strong” to “Which model”." in page
    assert 'value="Porto"' in page
    answer = as_colleague.post(
        "/portal/catalog/new-laptop/", {"edition": 1, "a-model": "Light", "a-where": "Porto"}
    )
    made = ServiceRequest.objects.get()
    assert answer.url == f"/portal/{made.number}/"
    assert made.answers == {"model": "Light", "where": "Porto"}
    assert made.requester == colleague
    assert made.description == "Which model: Light\nWhere do you work: Porto"
    page = as_colleague.get(answer.url).content.decode()
    assert "We have it" in page
    assert "Which model: Light" in page


def test_what_is_wrong_is_said_and_nothing_is_lost(as_colleague, laptop):
    answer = as_colleague.post(
        "/portal/catalog/new-laptop/", {"edition": 1, "a-model": "Strong", "a-where": "Hall 4"}
    )
    assert answer.status_code == 422
    assert 'value="Hall 4"' in answer.content.decode()
    assert not ServiceRequest.objects.exists()


def test_the_desk_has_its_pages(as_agent, as_manager, laptop, colleague):
    number = kit.request(laptop, by=colleague).number
    for address in (
        "/catalog/", f"/catalog/{number}/", "/catalog/offerings/", "/catalog/offerings/new/", "/catalog/new-laptop/",
        "/catalog/new-laptop/edit/words/", "/catalog/new-laptop/edit/form/", "/catalog/new-laptop/editions/1/",
        "/catalog/new-laptop/preview/?as=ana.reis@halden.example", "/portal/catalog/?q=notebook",
    ):  # fmt: skip
        assert as_agent.get(address).status_code == 200, address
    assert as_manager.get("/catalog/shelves/").status_code == 200
    assert as_manager.get("/catalog/new-laptop/about/").status_code == 200


@pytest.mark.parametrize(
    ("who", "shown"), [("agent", ["/catalog/offerings/new/"]), ("manager", ["/catalog/shelves/", "/catalog/offerings/new/"])]
)  # fmt: skip
def test_the_list_of_offerings_offers_what_one_may_do(who, shown, signed_in, request):
    page = signed_in(request.getfixturevalue(who)).get("/catalog/offerings/").text
    assert [
        each for each in ("/catalog/shelves/", "/catalog/offerings/new/") if f'href="{each}"' in page
    ] == shown
