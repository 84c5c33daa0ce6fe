"""What readers say about a notice, and how its mails are held back, by API."""

import pytest
from django.utils import timezone

from comms.models import Addressee, Update
from comms.notices import reading, telling
from tests.comms.notices.conftest import TEXTS
from tests.factories import PersonFactory

JSON = "application/json"


@pytest.fixture
def address(told):
    return f"/api/v1/notices/{told.number}/"


@pytest.fixture
def reader(signed_in, readers):
    return signed_in(readers[0])


def test_the_latest_word_on_whether_it_was_clear_counts(address, reader, readers):
    for yes in (True, False):
        answer = reader.post(f"{address}clear/", {"yes": yes}, JSON)
        assert (answer.status_code, answer.json()["mine"]["clear"]) == (200, yes)
    assert Addressee.objects.get(person=readers[0]).clear is False
    assert reader.post(f"{address}clear/", {}, JSON).status_code == 422


def test_whoever_was_not_addressed_has_no_word_on_it(address, as_agent, as_colleague):
    assert as_agent.post(f"{address}clear/", {"yes": True}, JSON).status_code == 409
    assert as_agent.post(f"{address}put-away/", {"message": 1}, JSON).status_code == 409
    assert as_colleague.post(f"{address}clear/", {"yes": True}, JSON).status_code == 404


def test_the_line_on_top_is_put_away_up_to_a_message(address, told, reader):
    message = told.updates.get().pk
    assert "notice-line" in reader.get("/comms/mine/").content.decode()
    answer = reader.post(f"{address}put-away/", {"message": message}, JSON)
    assert (answer.status_code, answer.json()["mine"]["put_away"]) == (200, message)
    assert "notice-line" not in reader.get("/comms/mine/").content.decode()
    for other in (1, message + 100):
        told_now = reader.post(f"{address}put-away/", {"message": other}, JSON).json()
        assert told_now["mine"]["put_away"] == message


def test_the_mails_are_stopped_and_let_go_on(address, told, as_agent, as_colleague):
    [one] = as_agent.get(f"{address}sending/").json()
    assert (one["message"], one["addressed"], one["paused"]) == (told.updates.get().pk, 3, False)
    assert one["addressed"] == sum(one[name] for name in ("queued", "sent", "failed", "bounced", "skipped"))
    assert [row["paused"] for row in as_agent.post(f"{address}sending/pause/").json()] == [True]
    assert Update.objects.get().paused_at
    assert [row["paused"] for row in as_agent.post(f"{address}sending/resume/").json()] == [False]
    for act in ("sending/", "sending/pause/", "sending/resume/"):
        assert as_colleague.post(f"{address}{act}").status_code in {404, 405}


def test_what_a_reminder_would_do_is_told_first(as_agent, agent, readers):
    notice = telling.open_notice(
        kind="advisory", title="Beware", by=agent, aim={"people": readers}, must_acknowledge=True,
        question="Is it safe?", answers=["Yes", "No"], right=1,
    )  # fmt: skip
    telling.say(notice, "publish", by=agent, texts=TEXTS)
    reading.answer(notice, readers[0], 0, now=timezone.now())
    reading.acknowledge(notice, readers[0], now=timezone.now())
    address = f"/api/v1/notices/{notice.number}/"
    told = as_agent.get(f"{address}reminder/").json()
    assert (told["count"], [one["name"] for one in told["people"]]) == (2, ["Reader 1", "Reader 2"])
    assert told["words"]["subject"] == "Please confirm: Mail is down"
    assert as_agent.get(f"{address}answers/").json() == [
        {"answer": "Yes", "chosen": 1, "right": False}, {"answer": "No", "chosen": 0, "right": True},
    ]  # fmt: skip


def test_a_reminder_that_would_be_refused_is_no_preview(address, as_agent):
    assert as_agent.get(f"{address}reminder/").status_code == 409


def test_the_next_message_reaches_who_was_addressed_and_who_has_come_since(address, told, as_agent):
    told.aim.people.add(PersonFactory())
    reached = as_agent.get(f"{address}reach/").json()
    assert (reached["count"], reached["by_audience"]["colleagues"]) == (4, 4)
