"""Alerts make incidents: opened, joined, reopened and ended; doubled, out of order, late, and quiet in a maintenance."""

from datetime import timedelta

import pytest
import time_machine

from comms.rules import RULES
from incidents.alerts import gathering, quiet
from incidents.models import Alert, AlertDelivery, Incident
from itsm.services.models import Component
from itsm.tickets.models import Channel, Link
from tests.factories import PersonFactory, ServiceFactory, SiteFactory
from tests.incidents.alerts_kit import NOON, one, send, source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False) as travel:
        yield lambda minutes: travel.move_to(NOON + timedelta(minutes=minutes))


@pytest.fixture
def web(service):
    made = Component.objects.create(
        key="web1", name="Web server", kind="server", site=SiteFactory(name="Porto")
    )
    made.services.add(service)
    return made


@pytest.fixture
def prometheus(agent, web):
    return source(agent)


def incidents():
    return list(Incident.objects.order_by("pk"))


def verbs(incident):
    return [event.verb for event in incident.events.in_order()]


def test_an_alert_opens_an_incident_on_the_service_of_its_component(prometheus, web, service, agent):
    send(prometheus, one(severity="critical"))
    incident = Incident.objects.get()
    assert (incident.title, incident.channel, incident.status) == ("HighLoad on web1:9100", "alert", "new")
    assert (incident.service, incident.team, incident.site.name) == (service, service.team, "Porto")
    assert (incident.requester, incident.urgency) == (agent, 1)
    assert "HighLoad for 5 minutes." in incident.description
    alert = Alert.objects.get()
    assert (alert.incident, alert.component, alert.is_firing, alert.messages) == (incident, web, True, 1)


def test_its_impact_is_what_the_map_says(prometheus, web):
    porto = web.site
    web.services.get().sites.set([porto])
    for _n in range(30):
        PersonFactory(site=porto)
    send(prometheus, one())
    assert Incident.objects.get().impact == Incident.Impact.MANY


def test_the_same_again_is_counted_and_opens_nothing(prometheus, clock):
    for minutes in (1, 5, 240):
        clock(minutes)
        send(prometheus, one())
    alert = Alert.objects.get()
    assert (len(incidents()), alert.messages, alert.fired) == (1, 3, 1)
    assert [row.counts for row in AlertDelivery.objects.order_by("pk")] == [
        {"fires": 1},
        {"still": 1},
        {"still": 1},
    ]


def test_what_is_over_ends_an_incident_nobody_has_in_hand(
    prometheus, clock, django_capture_on_commit_callbacks
):
    send(prometheus, one())
    clock(10)
    send(prometheus, one(ends=9))
    incident = Incident.objects.get()
    assert (incident.status, incident.resolution) == ("resolved", "gone")
    last = incident.events.get(verb="incident.resolve")
    assert (last.actor, last.channel, last.comment) == (None, "alert", "Monitoring says that it is over.")


@pytest.mark.parametrize("act", ["take", "note", "reply", "assign"])
def test_who_has_it_in_hand_ends_it_and_is_told_that_it_is_over(prometheus, agent, clock, act):
    send(prometheus, one())
    incident = Incident.objects.get()
    match act:
        case "take":
            incident.take(by=agent)
        case "assign":
            incident.assign(to=agent, by=agent)
        case _:
            getattr(incident, act)("I am looking at it", by=agent)
    clock(10)
    send(prometheus, one(ends=9))
    incident.refresh_from_db()
    assert incident.open
    assert verbs(incident)[-1] == "ticket.alerts_over"


def test_the_owner_of_a_source_speaks_for_the_desk_on_its_incidents(prometheus, agent):
    send(prometheus, one())
    incident = Incident.objects.get()
    assert incident.is_our_word(agent)


def test_a_flapping_alert_reopens_its_incident(prometheus, clock):
    for n in range(3):
        clock(n * 20 + 1)
        send(prometheus, one(starts=n * 20))
        clock(n * 20 + 11)
        send(prometheus, one(starts=n * 20, ends=n * 20 + 10))
    clock(70)
    send(prometheus, one(starts=69))
    incident = Incident.objects.get()
    assert (incident.status, incident.reopen_count, Alert.objects.get().fired) == ("in_progress", 3, 4)
    assert verbs(incident).count("incident.reopen") == 3


def test_a_day_after_its_end_it_is_another_incident_that_follows_the_first(prometheus, clock):
    send(prometheus, one())
    clock(10)
    send(prometheus, one(ends=9))
    clock(26 * 60)
    send(prometheus, one(starts=26 * 60 - 1))
    first, second = incidents()
    assert (first.status, second.status) == ("resolved", "new")
    assert Link.objects.get(source=second.pk, target=first.pk).kind == "follows"


def test_out_of_order_the_end_before_the_beginning_opens_nothing(prometheus, clock):
    clock(6)
    send(prometheus, one(ends=5))
    send(prometheus, one())
    alert = Alert.objects.get()
    assert (incidents(), alert.is_firing, alert.messages, alert.late) == ([], False, 2, 1)


def test_late_news_of_an_older_trouble_changes_nothing(prometheus, clock):
    send(prometheus, one())
    clock(10)
    send(prometheus, one(ends=9))
    clock(20)
    send(prometheus, one(starts=19))
    clock(21)
    send(prometheus, one(ends=9))  # of the first time, delivered again
    alert = Alert.objects.get()
    assert (alert.is_firing, alert.late, Incident.objects.get().open) == (True, 1, True)


def test_the_same_beginning_long_after_its_end_means_that_it_fires_again(prometheus, clock):
    """Alertmanager calls an alert over when it hears nothing of it, and takes it up with its first beginning."""
    send(prometheus, one())
    clock(10)
    send(prometheus, one(ends=9))
    clock(12)
    send(prometheus, one())
    assert not Alert.objects.get().is_firing
    clock(25)
    send(prometheus, one())
    assert (Alert.objects.get().is_firing, Incident.objects.get().status) == (True, "in_progress")


def test_alerts_on_one_service_are_one_incident_as_long_as_they_follow_each_other(prometheus, web, clock):
    for n in range(5):
        clock(1 + n * 20)
        send(prometheus, one(f"Check{n}", starts=n * 20, severity="critical" if n == 3 else "warning"))
    incident = Incident.objects.get()
    assert (incident.alerts.count(), incident.urgency) == (5, 1)
    grown = incident.events.filter(verb="ticket.alerts")
    assert [event.details["alerts"] for event in grown.in_order()] == [2, 4, 5]
    clock(5 * 60)
    send(prometheus, one("Check9", starts=5 * 60))
    assert len(incidents()) == 2


def test_an_incident_is_over_when_the_last_of_its_alerts_is(prometheus, clock):
    send(prometheus, one("A"), one("B"))
    clock(5)
    send(prometheus, one("A", ends=4))
    assert Incident.objects.get().open
    clock(6)
    send(prometheus, one("B", ends=5))
    assert not Incident.objects.get().open


def test_what_names_nothing_we_know_goes_to_the_source_s_team_by_its_name(prometheus, team):
    prometheus.team = team
    prometheus.save()
    send(prometheus, one("A", instance="x1"), one("A", instance="x2"), one("B", instance="x3"))
    first, second = incidents()
    assert (first.alerts.count(), second.alerts.count(), first.team, first.service) == (2, 1, team, None)


def test_a_service_named_by_a_label_goes_before_the_component_s(prometheus, web):
    payroll = ServiceFactory(name="Payroll")
    send(prometheus, one(service="payroll"))
    assert Incident.objects.get().service == payroll


def test_alerts_of_a_merged_incident_count_on_the_one_it_went_into(prometheus, agent, team, clock):
    prometheus.team = team
    prometheus.save()
    send(prometheus, one("A", instance="x1"), one("B", instance="x2"))
    first, second = incidents()
    first.merge_into(second, by=agent)
    clock(5)
    send(prometheus, one("A", instance="x1", ends=4))
    clock(8)
    send(prometheus, one("A", instance="x1", starts=7))
    assert len(incidents()) == 2
    assert Alert.objects.get(title__startswith="A").incident == second


@pytest.fixture
def maintenance(service):
    """From noon to one o'clock, as a floor above would say it."""
    until = NOON + timedelta(hours=1)
    asked = []

    def find(places, now):
        asked.append(places)
        return {place: "Maintenance NTC-7" for place in places if place[0] == service.pk and now < until}

    quiet.register_quiet(find)
    yield asked
    quiet._quiet.remove(find)


def test_it_is_quiet_in_a_maintenance_and_rings_afterwards_if_it_still_fires(
    prometheus, maintenance, web, clock
):
    send(prometheus, one("A"), one("B"))
    assert maintenance == [{(web.services.get().pk, web.site_id)}]
    assert (incidents(), {alert.quiet for alert in Alert.objects.all()}) == ([], {"Maintenance NTC-7"})
    clock(30)
    send(prometheus, one("B", ends=29))
    assert gathering.ring(now=NOON + timedelta(minutes=59)) == 0
    assert gathering.ring(now=NOON + timedelta(minutes=61)) == 1
    alert = Alert.objects.get(quiet="", state="firing")
    assert (alert.title, alert.incident) == ("A on web1:9100", Incident.objects.get())


def test_nobody_is_mailed_for_what_monitoring_opens(
    prometheus, colleague, django_capture_on_commit_callbacks
):
    send(prometheus, one())
    event = Incident.objects.get().events.get(verb="incident.open")
    assert event.ticket.channel == Channel.ALERT
    assert [told for rule in RULES["incident.open"] for told in rule.who(event)] == []


def test_people_cannot_pass_for_monitoring(as_agent):
    answer = as_agent.post("/api/v1/incidents/", {"title": "x", "channel": "alert"}, "application/json")
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"channel"})
