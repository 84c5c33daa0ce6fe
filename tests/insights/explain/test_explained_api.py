"""One figure by API: what its page says, and every record by cursor."""

import pytest

pytestmark = pytest.mark.django_db
URL = "/api/v1/figures"


def test_it_says_what_the_page_says(as_reader):
    told = as_reader.get(f"{URL}/elapsed_mean/", {"weeks": "12"}).json()
    assert told["row"] == ""
    assert len(told["course"]) == 12
    assert told["a_year_ago"]["n"] == 0
    assert {one["by"] for one in told["moved"]} <= {"service", "team", "priority", "site"}
    assert told["bands"] == []


def test_a_figure_of_this_moment_has_no_past(as_reader):
    told = as_reader.get(f"{URL}/silence_p90/").json()
    assert (told["course"], told["before"], told["nobody_publishes"]) == ([], None, True)


def test_every_record_comes_once_and_all_are_counted(as_reader):
    found, address = [], f"{URL}/resolved/records/?limit=30"
    while address:
        page = as_reader.get(address).json()
        found += [row["ticket"] for row in page["results"]]
        address = page["next"]
    now = as_reader.get(f"{URL}/resolved/").json()["now"]
    assert page["count"] == now["n"] == len(found) + page["hidden"]
    assert len(set(found)) == len(found)
    assert "DSH-3" not in found


def test_what_is_about_no_ticket_has_no_such_list(as_reader):
    assert as_reader.get(f"{URL}/reach/records/").status_code == 404
    assert as_reader.get(f"{URL}/nothing/").status_code == 404
