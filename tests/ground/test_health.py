import time

import pytest

from itsm import engines, pulse

ALL = ("database", "broker", "worker", "beat")


@pytest.fixture
def signs_of_life():
    pulse.valkey().delete(pulse.KEY)
    for who in ("worker", "beat"):
        pulse.stamp(who)


def test_alive_needs_no_database(client):
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_ready_when_every_part_is(client, signs_of_life):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert {name: answer.json()[name]["ok"] for name in ALL} == dict.fromkeys(ALL, True)


@pytest.mark.django_db
def test_not_ready_says_which_part_is_silent_and_how_long(client, signs_of_life):
    pulse.valkey().hset(pulse.KEY, "worker", str(time.time() - 100))
    pulse.valkey().hdel(pulse.KEY, "beat")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["missing"] == [
        "worker: no sign of life for 100 s",
        "beat: has not given a sign of life yet",
    ]
    assert answer.json()["worker"]["age"] == pytest.approx(100, abs=2)


@pytest.mark.django_db
def test_metrics_are_prometheus_text(client, signs_of_life):
    lines = client.get("/metrics").content.decode().splitlines()
    assert 'baton_up{part="database"} 1' in lines
    assert "# TYPE baton_request_seconds histogram" in lines
    assert any(line.startswith("baton_queue_length ") for line in lines)


@pytest.mark.parametrize(
    ("url", "next_one"),
    [
        ("redis://valkey:6379/0", "redis://valkey:6379/1"),
        ("rediss://:secret@valkey", "rediss://:secret@valkey/1"),
        ("unix:///run/valkey.sock?db=4", "unix:///run/valkey.sock?db=5"),
    ],
)
def test_clearing_the_cache_cannot_clear_the_queue(url, next_one):
    assert engines.on_database(url, step=1) == next_one
