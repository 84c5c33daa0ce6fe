"""Pages and API of alerts and their sources, the panel beside an incident, and who expects alerts."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from changes.models import Change
from changes.quiet import expected as by_change
from comms.models import Notice
from comms.notices.expected import expected as by_notice
from incidents.alerts.tasks import understand_alerts
from incidents.models import Alert, AlertDelivery, AlertSource, Incident
from itsm.frame.secrets import unseal
from tests.factories import SiteFactory
from tests.incidents.alerts_kit import one, payload, post, send, source

pytestmark = pytest.mark.django_db
JSON = "application/json"
TYPED = {
    "name": "Prometheus", "form": "alertmanager", "service_label": "service", "component_label": "instance",
    "gathers_for": 30, "is_active": "on",
}  # fmt: skip


@pytest.fixture
def prometheus(agent, service, team):
    team.first_line = True
    team.save()
    return source(agent)


def test_a_new_source_shows_its_secret_once(as_administrator, agent):
    made = as_administrator.post(reverse("incidents:alert_source_new"), TYPED | {"owner": agent.pk})
    kept = AlertSource.objects.get()
    secret = re.search(r'<code class="secret">(.+?)</code>', made.text)[1]
    assert (secret, secret in kept.secret) == (unseal(kept.secret), False)
    page = as_administrator.get(reverse("incidents:alert_source", args=[kept.pk]))
    assert secret not in page.text
    assert f"/hooks/alerts/{kept.key}/" in page.text
    renewed = as_administrator.post(reverse("incidents:alert_source_renew", args=[kept.pk]))
    assert secret not in renewed.text
    assert unseal(AlertSource.objects.get().secret) in renewed.text


def test_a_wrong_form_says_what_is_wrong(as_administrator):
    refused = as_administrator.post(reverse("incidents:alert_source_new"), TYPED)
    assert (refused.status_code, AlertSource.objects.count()) == (422, 0)


def test_the_page_of_a_source_says_what_came_in(prometheus, as_administrator, django_assert_max_num_queries):
    send(prometheus, one(service="Mail"))
    post(prometheus, b"nonsense")
    post(prometheus, payload(one()), Authorization="Bearer x")
    understand_alerts(prometheus.pk)
    with django_assert_max_num_queries(15):
        page = as_administrator.get(reverse("incidents:alert_source", args=[prometheus.pk])).text
    assert "Understood: 1 fires" in page
    assert "It is no JSON." in page
    assert "The bearer token is not the secret of this source." in page
    assert "refused" in as_administrator.get(reverse("incidents:alert_sources")).text
    assert "1 delivery was not understood" in as_administrator.get("/setup/").text


def test_what_was_not_understood_can_be_read_again(prometheus, as_administrator):
    post(prometheus, b"nonsense")
    understand_alerts(prometheus.pk)
    kept = AlertDelivery.objects.get()
    raw = as_administrator.get(reverse("incidents:alert_delivery", args=[kept.pk]))
    assert (raw.text, raw["Content-Type"]) == ("nonsense", "text/plain; charset=utf-8")
    as_administrator.post(reverse("incidents:alert_delivery_read_again", args=[kept.pk]))
    kept.refresh_from_db()
    assert (kept.state, kept.attempts) == ("stored", 0)
    again = as_administrator.post(reverse("incidents:alert_delivery_read_again", args=[kept.pk]))
    assert again.status_code == 404


def test_trying_out_shows_what_would_become_of_it_and_leaves_no_trace(prometheus, as_administrator):
    page = as_administrator.get(reverse("incidents:alert_source", args=[prometheus.pk]))
    body = page.context["trying"].initial["body"]
    tried = as_administrator.post(reverse("incidents:alert_source_try", args=[prometheus.pk]), {"body": body})
    assert "a new incident" in tried.text
    assert "The disk of db01.porto is almost full" in tried.text
    assert [model.objects.count() for model in (Incident, Alert, AlertDelivery)] == [0, 0, 0]
    wrong = as_administrator.post(reverse("incidents:alert_source_try", args=[prometheus.pk]), {"body": "{}"})
    assert "It has no list of alerts." in wrong.text


def test_the_desk_sees_what_fires_and_the_incident_its_alerts(
    prometheus, as_agent, as_colleague, django_assert_max_num_queries
):
    send(prometheus, *[one(f"Check{n}", service="Mail") for n in range(12)])
    with django_assert_max_num_queries(10):
        page = as_agent.get(reverse("incidents:alerts"))
    assert page.text.count("on web1:9100") == 12
    incident = Incident.objects.get()
    assert "12 of 12 firing" in as_agent.get(incident.get_absolute_url()).text
    of_it = as_agent.get(reverse("incidents:alerts"), {"incident": incident.number})
    assert of_it.text.count("on web1:9100") == 12
    assert "on web1:9100" not in as_agent.get(reverse("incidents:alerts"), {"state": "over"}).text
    assert as_colleague.get(reverse("incidents:alerts")).status_code == 404


def test_alerts_of_a_restricted_incident_are_closed_to_who_may_not_see_it(prometheus, outsider, as_outsider):
    send(prometheus, one(service="Mail"))
    Incident.objects.update(restricted=True)
    assert "on web1:9100" not in as_outsider.get(reverse("incidents:alerts")).text
    assert as_outsider.get("/api/v1/alerts/").json()["results"] == []


def test_the_api_sets_up_a_source_and_tells_of_alerts(as_administrator, as_agent, agent, service):
    body = {"name": "Script", "form": "plain", "owner": agent.pk}
    made = as_administrator.post("/api/v1/alert-sources/", body, JSON).json()
    address = f"/api/v1/alert-sources/{made['id']}/"
    assert made["secret"] == unseal(AlertSource.objects.get().secret)
    assert "secret" not in as_administrator.get(address).json()
    assert as_administrator.post(address + "renew/").json()["secret"] != made["secret"]
    tried = as_administrator.post(
        address + "try/", {"body": '{"key": "a", "status": "firing", "service": "mail"}'}, JSON
    )
    assert tried.json()["rows"][0]["leads_to"] == "a new incident"
    assert as_administrator.patch(address, {"is_active": False}, JSON).json()["is_active"] is False
    assert as_agent.get(address).status_code == 403
    it = AlertSource.objects.get()
    Alert.objects.create(
        source=it,
        fingerprint="1",
        title="A",
        state="firing",
        since=timezone.now(),
        changed_at=timezone.now(),
        heard_at=timezone.now(),
    )
    found = as_agent.get("/api/v1/alerts/?state=firing").json()["results"]
    assert [row["title"] for row in found] == ["A"]


# Who expects alerts ------------------------------------------------------------------------------------------------------


def test_an_announced_maintenance_expects_alerts_of_its_services_at_its_sites(service, agent):
    now, porto, berlin = timezone.now(), SiteFactory(name="Porto"), SiteFactory(name="Berlin")
    notice = Notice.objects.create(
        kind="maintenance", phase="planned", title="New switches", opened_by=agent, opened_at=now,
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
    )  # fmt: skip
    notice.services.add(service)
    places = {(service.pk, porto.pk), (service.pk, berlin.pk), (service.pk, None), (service.pk + 1, porto.pk)}
    everywhere = {place for place in places if place[0] == service.pk}
    assert set(by_notice(places, now)) == everywhere
    notice.sites.add(porto)
    assert by_notice(places, now) == {(service.pk, porto.pk): f"Maintenance {notice.number}: New switches"}
    assert by_notice(places, now + timedelta(hours=2)) == {}
    assert by_notice(places, now - timedelta(hours=2)) == {}
    for phase in ("draft", "cancelled", "done"):
        Notice.objects.update(phase=phase)
        assert by_notice(places, now) == {}


def test_a_change_expects_alerts_while_it_is_carried_out(service, agent):
    now = timezone.now()
    change = Change.propose(by=agent, title="New disk", type="normal", service=service, now=now)
    window = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    Change.objects.update(status="implementing", **window)
    places = {(service.pk, None), (service.pk + 1, None)}
    assert by_change(places, now) == {(service.pk, None): f"Change {change.number}: New disk"}
    assert by_change(places, now + timedelta(hours=2)) == {}
    Change.objects.update(status="scheduled")
    assert by_change(places, now) == {}
