"""The organisation's jargon: what its administrators add, the check advises against at once."""

import pytest

from comms.models import Jargon
from comms.notices import jargon

ADDRESS = "/comms/jargon/"


@pytest.fixture
def kronos(db, administrator, as_administrator):
    as_administrator.post(ADDRESS, {"word": " Kronos ", "plain": "the time clock"})
    return Jargon.objects.get()


def test_a_word_is_added_with_who_and_when_and_is_in_force(kronos, administrator, as_administrator):
    assert (kronos.word, kronos.plain, kronos.changed_by) == ("Kronos", "the time clock", administrator)
    assert jargon.terms()["kronos"] == "the time clock"
    page = as_administrator.get(ADDRESS).content.decode()
    assert "the time clock" in page
    assert administrator.name in page


def test_a_word_is_changed(kronos, as_administrator):
    answer = as_administrator.post(f"{ADDRESS}{kronos.pk}/", {"word": "Kronos", "plain": "the clock"})
    assert answer.url == ADDRESS
    assert jargon.terms()["kronos"] == "the clock"


def test_a_word_is_on_the_list_once_however_it_is_written(kronos, as_administrator):
    answer = as_administrator.post(ADDRESS, {"word": "KRONOS", "plain": "x"})
    assert answer.status_code == 422
    assert "on the list already" in answer.content.decode()
    assert Jargon.objects.get().plain == "the time clock"


def test_one_of_batons_own_is_allowed_and_comes_back_when_it_is_removed(db, as_administrator):
    form = as_administrator.get(f"{ADDRESS}?word=server").content.decode()
    assert 'value="server"' in form
    assert 'value="machine"' in form
    as_administrator.post(ADDRESS, {"word": "server", "plain": "machine", "allowed": "on"})
    assert "server" not in jargon.terms()
    assert "?word=server" not in as_administrator.get(ADDRESS).content.decode()
    as_administrator.post(f"{ADDRESS}{Jargon.objects.get().pk}/remove/")
    assert jargon.terms()["server"] == "machine"


def test_every_word_of_batons_own_list_counts():
    assert {"deploy", "escalate", "VM", "ASAP"} <= jargon.DEFAULT.keys()
    assert [word for word, _plain in jargon.untouched(["deploy"])] == sorted(
        jargon.DEFAULT.keys() - {"deploy"}, key=str.lower
    )


@pytest.mark.parametrize(("who", "status"), [("as_agent", 403), ("as_manager", 403), ("as_colleague", 404)])
def test_only_administrators_change_it(request, kronos, who, status):
    client = request.getfixturevalue(who)
    assert client.get(ADDRESS).status_code == status
    assert client.post(ADDRESS, {"word": "x"}).status_code == status
    assert client.post(f"{ADDRESS}{kronos.pk}/remove/").status_code == status
    assert Jargon.objects.count() == 1
