"""The page outlives the database, and a thousand who ask cost one look at it."""

import stat
import threading
import time
from datetime import UTC, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comms.models import StatusPage
from comms.status.board import Board
from comms.status.freezing import freeze, thaw
from comms.status.gathering import gather
from comms.status.keeping import keeper, place
from tests.comms.status.conftest import NOW
from tests.comms.status.telling import notice

PAGE = "/status/"


@pytest.fixture
def told(mail, files):
    """A public outage, and one for everybody who is signed in."""
    at = timezone.now() - timedelta(minutes=20)
    notice("investigating", at=at, services=(mail,), title="Open to the world", public=True)
    notice("investigating", at=at, services=(files,), title="For everyone here")
    return notice("investigating", at=at, services=(files,), title="For a few", everyone=False)


class TestWhileTheDatabaseIsAway:
    def test_anybody_sees_the_last_page_and_from_when_it_is(self, client, told, open_page, database_away):
        client.get(PAGE)
        with database_away():
            answer = client.get(PAGE)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "Open to the world" in html
        assert "For everyone here" not in html
        assert "cannot be brought up to date" in html

    def test_who_is_signed_in_sees_what_every_colleague_may_see(self, as_agent, told, database_away):
        assert "For a few" in as_agent.get(PAGE).content.decode()
        with database_away():
            html = as_agent.get(PAGE).content.decode()
        assert "For everyone here" in html
        assert "For a few" not in html
        assert "cannot be brought up to date" in html

    def test_who_cannot_be_known_sees_the_public_page_only(self, as_agent, told, open_page, database_away):
        as_agent.get(PAGE)
        cache.clear()  # Valkey forgot the session
        with database_away():
            html = as_agent.get(PAGE).content.decode()
        assert "Open to the world" in html
        assert "For everyone here" not in html

    def test_a_closed_page_says_that_it_cannot_know_who_asks(self, client, as_agent, told, database_away):
        as_agent.get(PAGE)
        with database_away():
            answer = client.get(PAGE)
        assert answer.status_code == 503
        assert answer["Retry-After"] == "30"
        assert "Mail" not in answer.content.decode()

    def test_a_made_up_session_opens_nothing(self, as_agent, told, database_away):
        as_agent.get(PAGE)
        stranger = Client()
        stranger.cookies["sessionid"] = "x" * 32
        with database_away():
            assert stranger.get(PAGE).status_code == 503

    def test_a_process_that_starts_now_reads_the_file(self, client, told, open_page, database_away):
        client.get(PAGE)
        keeper.empty()
        with database_away():
            assert "Open to the world" in client.get(PAGE).content.decode()

    def test_without_a_file_it_says_so(self, client, told, open_page, database_away):
        with database_away():
            assert client.get(PAGE).status_code == 503

    @pytest.mark.parametrize("text", ["", "{}", "[]", '{"at": 5}', '{"at": "2026'])
    def test_a_broken_file_is_no_file(self, client, told, open_page, database_away, text):
        place().parent.mkdir(parents=True)
        place().write_text(text)
        with database_away():
            assert client.get(PAGE).status_code == 503

    def test_feeds_and_json_go_on_too(self, client, told, open_page, database_away):
        client.get(PAGE)
        with database_away():
            for path in ("feed.atom", "maintenance.ics", "api/v2/summary.json", "history/"):
                assert client.get(PAGE + path).status_code == 200

    def test_a_private_address_waits_for_it(self, as_agent, agent, told, database_away):
        from comms.status.reading import key_of

        key = key_of(agent)
        as_agent.get(PAGE)
        with database_away():
            assert client_get(f"/status/for/{key}/feed.atom") == 503

    def test_it_is_not_asked_again_by_everybody(self, client, told, open_page, database_away):
        client.get(PAGE)
        with database_away(), CaptureQueriesContext(connection) as asked:
            for _ in range(20):
                client.get(PAGE)
        assert len(asked) <= 1

    def test_when_it_is_back_the_page_is_of_now(self, client, mail, open_page, told, database_away):
        client.get(PAGE)
        with database_away():
            client.get(PAGE)
        notice("investigating", at=timezone.now(), services=(mail,), title="Just now", public=True)
        html = client.get(PAGE).content.decode()
        assert "Just now" in html
        assert "cannot be brought up to date" not in html


class TestTheFile:
    def test_is_for_us_alone_and_written_whole(self, client, told, open_page):
        client.get(PAGE)
        assert stat.S_IMODE(place().stat().st_mode) == 0o600
        assert [path.name for path in place().parent.iterdir()] == ["board.json"]

    def test_gives_back_the_board_as_it_was(self, told, mail, files, vault, open_page):
        board = gather(now=NOW)
        assert board.notices
        assert any(service.spans for service in board.services)
        assert thaw(Board, freeze(board)) == board

    def test_that_cannot_be_written_takes_no_page_away(self, client, told, open_page, settings, tmp_path):
        (tmp_path / "file").write_text("a file where a folder should be")
        settings.MEDIA_ROOT = tmp_path / "file"
        assert client.get(PAGE).status_code == 200


class TestManyWhoAsk:
    def test_in_the_same_seconds_cost_one_look_at_the_database(self, client, told, open_page):
        keeper.empty()
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        first = len(asked)
        with CaptureQueriesContext(connection) as asked:
            for _ in range(50):
                client.get(PAGE)
        assert (first > 0, len(asked)) == (True, 0)

    def test_see_what_is_new_after_a_few_seconds_even_if_another_process_wrote_it(
        self, client, told, open_page, monkeypatch
    ):
        client.get(PAGE)
        StatusPage.objects.update(title="Another name")  # no signal: as if somebody else had written it
        assert "Another name" not in client.get(PAGE).content.decode()
        monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic: now() + 4)
        assert "Another name" in client.get(PAGE).content.decode()

    def test_at_once_wait_for_nobody_when_there_is_something_to_show(self, told, open_page):
        board = keeper.now().board
        keeper.forget()
        assert keeper._gathering.acquire(blocking=False), "somebody gathers"
        try:
            seen: list[Board] = []
            asking = threading.Thread(target=lambda: seen.append(keeper.now().board))
            asking.start()
            asking.join(5)
            assert seen == [board]
        finally:
            keeper._gathering.release()

    def test_who_has_the_page_already_is_told_so(self, client, told, open_page):
        for path in ("", "feed.atom", "maintenance.ics", "api/v2/summary.json"):
            first = client.get(PAGE + path)
            again = client.get(PAGE + path, headers={"If-None-Match": first["ETag"]})
            assert (again.status_code, again.content) == (304, b"")
            assert "public" in first["Cache-Control"]

    def test_what_is_for_one_reader_is_kept_by_nobody_else(self, as_agent, told):
        for path in ("feed.atom", "api/v2/summary.json"):
            answer = as_agent.get(PAGE + path)
            assert "private" in answer["Cache-Control"]
            assert "Cookie" in answer["Vary"]


def client_get(path: str) -> int:
    return Client().get(path).status_code


def test_the_kept_times_are_moments_not_words(told):
    board = thaw(Board, freeze(gather(now=NOW)))
    assert board.at == NOW
    assert board.at.tzinfo is not None
    assert board.at.utcoffset() == NOW.astimezone(UTC).utcoffset()
