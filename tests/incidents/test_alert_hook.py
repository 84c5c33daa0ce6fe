"""The door for alerts: forged, replayed, broken and enormous requests, a storm, and a worker that dies."""

import json
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from incidents.alerts import understanding
from incidents.alerts.tasks import understand_alerts, understand_forgotten_alerts
from incidents.models import Alert, AlertDelivery, AlertSource, Incident
from itsm.frame.retention import keeping, kinds
from itsm.services.models import Component
from tests.factories import ServiceFactory
from tests.incidents.alerts_kit import address, one, payload, post, signed, source

pytestmark = pytest.mark.django_db
PLAIN = {"key": "backup-porto", "status": "firing", "title": "The backup did not run", "service": "Mail"}


@pytest.fixture
def prometheus(agent, team):
    return source(agent, team=team)


@pytest.fixture
def script(agent, service):
    return source(agent, form="plain")


def now(minutes=0):
    return (timezone.now() + timedelta(minutes=minutes)).isoformat()


def tell(to, **fields):
    answer = signed(to, PLAIN | fields)
    assert answer.status_code == 202, answer.text
    understand_alerts(to.pk)


def test_what_is_answered_yes_is_kept_and_not_yet_understood(prometheus):
    answer = post(prometheus, payload(one()))
    assert (answer.status_code, answer.json()) == (202, {"kept": AlertDelivery.objects.get().pk})
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer nothing"},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"X-Nothing": ""},
        {"Baton-Timestamp": "1", "Baton-Signature": "sha256=00"},
    ],
)
def test_a_forged_request_is_refused_and_told_of(prometheus, headers):
    answer = post(prometheus, payload(one()), **headers)
    prometheus.refresh_from_db()
    assert (answer.status_code, AlertDelivery.objects.count()) == (403, 0)
    assert prometheus.refused_why == answer.json()["error"]


def test_a_signature_is_for_one_body_one_moment_and_one_source(script, agent):
    good = {"Baton-Timestamp": str(int(time.time()))}
    assert signed(script, PLAIN, secret="another").status_code == 403
    assert signed(script, PLAIN, moment=str(int(time.time()) - 301)).status_code == 403
    assert signed(script, PLAIN, moment="soon").status_code == 403
    assert post(script, PLAIN, **good, **{"Baton-Signature": "sha256=ü"}).status_code == 403
    assert post(script, PLAIN, Authorization=f"Bearer {script.plain_secret}").status_code == 403
    assert AlertDelivery.objects.count() == 0


def test_a_replay_is_refused(script):
    moment = str(int(time.time()))
    assert signed(script, PLAIN, moment=moment).status_code == 202
    again = signed(script, PLAIN, moment=moment)
    assert (again.status_code, AlertDelivery.objects.count()) == (409, 1)


def test_a_new_secret_ends_the_old_one(prometheus, as_administrator):
    as_administrator.post(f"/incidents/alerts/sources/{prometheus.pk}/renew/")
    assert post(prometheus, payload(one())).status_code == 403


def test_unknown_keys_resting_sources_and_other_methods_are_turned_away(prometheus):
    assert Client().get(address(prometheus)).status_code == 405
    assert Client().post("/hooks/alerts/nobody/", b"{}", content_type="application/json").status_code == 404
    AlertSource.objects.update(is_active=False)
    assert post(prometheus, payload(one())).status_code == 404


def test_what_is_too_large_is_not_kept(prometheus, monkeypatch):
    monkeypatch.setattr("incidents.alerts.door.LARGEST", 100)
    assert post(prometheus, b"x" * 101).status_code == 413


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"\xff", "no JSON"),
        (b"[]", "no JSON object"),
        (b"{}", "no list of alerts"),
        (b'{"alerts": {}}', "no list of alerts"),
        (b"[" * 50_000, "no JSON"),
        (b'{"alerts": [7]}', "Alert 1: It is no JSON object"),
        (b'{"alerts": [{"status": "maybe"}]}', "Alert 1: Its status is neither"),
        (
            b'{"alerts": [{"status": "firing", "startsAt": "yesterday"}]}',
            "Alert 1: “startsAt” is not a moment",
        ),
        (b'{"alerts": [{"status": "firing", "labels": []}]}', ""),
        (b'{"alerts": [{"status": "firing", "labels": "x"}]}', "Alert 1: “labels” is not an object"),
    ],
)
def test_what_makes_no_sense_is_kept_with_its_reason(prometheus, body, why):
    post(prometheus, body)
    understand_alerts(prometheus.pk)
    kept = AlertDelivery.objects.get()
    assert why in kept.reason
    assert kept.state == ("unreadable" if why else "done")


def test_one_broken_alert_takes_no_other_with_it(prometheus):
    post(prometheus, payload(one("A"), one("B") | {"status": "?"}, one("C")))
    understand_alerts(prometheus.pk)
    kept = AlertDelivery.objects.get()
    assert (kept.state, kept.counts) == ("done", {"fires": 2})
    assert kept.reason.startswith("Alert 2:")


def test_letters_that_a_database_cannot_keep_do_not_stop_it(prometheus):
    post(prometheus, json.dumps(payload(one("A\x00B", instance="\ud800"))).encode())
    understand_alerts(prometheus.pk)
    assert Alert.objects.get().labels["alertname"] == "AB"


def test_plain_alerts_are_judged_by_when_they_say_it_was(script):
    tell(script, at=now(-10))
    tell(script, at=now(-5), status="resolved")
    tell(script, at=now(-8))
    tell(script, at=now(-12), status="resolved")
    alert = Alert.objects.get()
    assert (alert.is_firing, alert.late, Incident.objects.get().status) == (False, 2, "resolved")
    tell(script, at=now(-1))
    tell(script, at=now(60), status="resolved")  # by a clock that runs ahead
    tell(script, at=now(0))
    assert Alert.objects.get().is_firing


def test_the_plain_form_may_hold_many_and_links_only_where_a_browser_may_go(script):
    rows = [
        PLAIN,
        PLAIN | {"key": "b", "link": "javascript:alert(1)", "severity": "page"},
        {"status": "firing"},
    ]
    signed(script, {"alerts": rows})
    understand_alerts(script.pk)
    assert set(Alert.objects.values_list("link", "severity")) == {("", 2), ("", 1)}
    assert "Alert 3: It has no key" in AlertDelivery.objects.get().reason
    assert Incident.objects.get().service.name == "Mail"


def test_a_storm_makes_few_incidents_and_loses_nothing(prometheus, django_assert_max_num_queries):
    """Measured at ten thousand, too: here it is three hundred, so that the tests stay quick."""
    services = [ServiceFactory(name=f"Shop {n}") for n in range(3)]
    for n in range(30):
        Component.objects.create(key=f"host{n}", name=f"Host {n}").services.add(services[n % 3])
    alerts = [one(f"Check{n // 30}", instance=f"host{n % 30}:9100") for n in range(300)]
    for start in (0, 100, 200, 0):
        post(prometheus, payload(*alerts[start : start + 100]))
    with django_assert_max_num_queries(72):
        understand_alerts(prometheus.pk)
    assert Incident.objects.count() == 3
    assert Alert.objects.filter(incident__isnull=False).count() == 300
    assert sum(Alert.objects.values_list("messages", flat=True)) == 400
    told = sum((Counter(row.counts) for row in AlertDelivery.objects.all()), Counter())
    assert told == {"fires": 300, "still": 100}


def test_one_delivery_that_breaks_its_worker_holds_up_no_other(prometheus, monkeypatch):
    for name in ("A", "BREAKS", "C"):
        post(prometheus, payload(one(name)))
    take_in = understanding.take_in

    def breaks(source, told, *, now):
        if any("BREAKS" in reading.title for _delivery, found in told for reading in found.readings):
            raise MemoryError("boom")
        return take_in(source, told, now=now)

    monkeypatch.setattr(understanding, "take_in", breaks)
    understand_alerts(prometheus.pk)
    assert {alert.title[0] for alert in Alert.objects.all()} == {"A", "C"}
    for _n in range(5):
        AlertDelivery.objects.waiting().update(next_try_at=None)
        understand_alerts(prometheus.pk)
    stuck = AlertDelivery.objects.get(state="unreadable")
    assert stuck.reason == "It could not be understood: MemoryError: boom"


def test_a_lost_task_is_made_good_by_the_sweep(prometheus, monkeypatch):
    post(prometheus, payload(one()))
    woken = []
    monkeypatch.setattr("incidents.alerts.tasks.wake", woken.extend)
    understand_forgotten_alerts()
    assert woken == []
    AlertDelivery.objects.update(received_at=timezone.now() - timedelta(minutes=1))
    understand_forgotten_alerts()
    assert woken == [prometheus.pk]


def test_what_came_in_is_cleared_after_a_month_and_the_alert_stays(prometheus):
    post(prometheus, payload(one()))
    understand_alerts(prometheus.pk)
    AlertDelivery.objects.update(received_at=timezone.now() - timedelta(days=31))
    post(prometheus, payload(one()))
    AlertDelivery.objects.filter(state="stored").update(received_at=timezone.now() - timedelta(days=31))
    keeping.forget_old(kinds.named("alert-deliveries"), now=timezone.now())
    assert AlertDelivery.objects.get().state == "stored"
    assert Alert.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_open_one_incident(agent, team):
    """Both claim, both read: the second finds what the first made."""
    import threading

    from django.db import connection

    to = source(agent, team=team)
    for n in range(8):
        post(to, payload(one("A", instance=f"x{n}")))

    def work():
        try:
            understand_alerts(to.pk)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (Incident.objects.count(), Alert.objects.count()) == (1, 8)
    assert not AlertDelivery.objects.waiting().exists()
