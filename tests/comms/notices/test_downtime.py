"""Outages are written by what is told: they begin, end and begin again with the notice."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from changes.models import Change
from comms.models import Notice
from comms.notices import downtime, telling
from incidents import downtime as of_majors
from incidents.models import Incident, MajorIncident
from itsm.services.models import Outage
from tests.comms.notices.conftest import NOW, SOON, TEXTS
from tests.factories import ServiceFactory

LATER, LAST = NOW + timedelta(hours=1), NOW + timedelta(hours=3)


def say(notice, verb, agent, at, **more):
    if verb not in {"resolve", "finish", "cancel", "start"}:
        more.setdefault("next_update_at", at + timedelta(minutes=20))
    telling.say(
        notice, verb, by=agent, texts=TEXTS, now=at, **({"lost": ""} if verb == "resolve" else {}), **more
    )


def spans(**about):
    rows = Outage.objects.filter(**about).order_by("began_at")
    return [(outage.began_at, outage.ended_at) for outage in rows]


@pytest.fixture
def incident(agent, colleague, service):
    """Reported an hour before anybody told of it."""
    return Incident.report(
        by=colleague, title="No mail", service=service, now=NOW - timedelta(hours=1), channel="portal"
    )


@pytest.fixture
def major(incident, agent):
    found = MajorIncident.propose(incident, impact="Nobody can send mail.", by=agent, now=NOW)
    found.promote(lead=agent, communications=agent, by=agent, now=NOW)
    return incident


def follow(incident):
    of_majors.follow(telling_events(incident).last())


def telling_events(incident):
    return incident.events.filter(verb__in=of_majors.TELLING).order_by("pk")


def test_a_published_outage_begins_one_for_each_service(told, service):
    outage = Outage.objects.get()
    assert (outage.service, outage.source, outage.source_url) == (
        service,
        told.number,
        told.get_absolute_url(),
    )
    assert (outage.began_at, outage.ended_at, outage.planned, outage.words) == (
        NOW,
        None,
        False,
        "Mail is down",
    )


def test_a_draft_and_a_rehearsal_begin_none(outage, agent, service):
    assert not Outage.objects.exists()
    drill = telling.open_notice(
        kind="outage", title="Mail", by=agent, services=[service], drill=True, now=NOW
    )
    say(drill, "publish", agent, NOW)
    assert not Outage.objects.exists()


def test_resolving_ends_it_and_worsening_begins_it_again(told, agent):
    say(told, "resolve", agent, LATER)
    say(told, "worsen", agent, LATER + timedelta(minutes=5))
    say(told, "resolve", agent, LAST)
    assert spans() == [(NOW, LATER), (LATER + timedelta(minutes=5), LAST)]


def test_words_in_between_change_nothing(told, agent):
    say(told, "identify", agent, SOON)
    say(told, "monitor", agent, SOON + timedelta(minutes=5))
    assert spans() == [(NOW, None)]


def test_telling_it_twice_changes_nothing(told, agent):
    downtime.follow(told, now=LATER)
    downtime.follow(told, now=LATER, again=[one.pk for one in told.services.all()])
    assert spans() == [(NOW, None)]
    say(told, "resolve", agent, LATER)
    downtime.follow(told, now=LAST)
    assert spans() == [(NOW, LATER)]


def test_what_was_ended_by_hand_stays_ended_until_it_is_told_again(told, agent):
    Outage.objects.get().correct(reason="It was over sooner.", ended_at=SOON, by=agent, now=LATER)
    downtime.follow(told, now=LATER)
    assert spans() == [(NOW, SOON)]


def test_it_began_with_the_report_that_it_is_about(incident, agent, service):
    notice = telling.open_notice(kind="outage", title="Mail is down", by=agent, ticket=incident, now=NOW)
    say(notice, "publish", agent, NOW)
    assert spans(service=service) == [(NOW - timedelta(hours=1), None)]


def test_services_that_come_and_go_follow(told, service):
    other = ServiceFactory(name="Calendar")
    told.services.add(other)
    assert spans(service=other) == [(NOW, None)]
    told.services.remove(service)
    assert Outage.objects.get(service=service).ended_at is not None
    assert spans(service=other) == [(NOW, None)]


def test_a_service_that_was_left_out_by_mistake_is_down_again(told, service):
    told.services.remove(service)
    told.services.add(service)
    assert [end is None for _begin, end in spans()] == [False, True]


def test_what_was_planned_after_all_ends_with_its_notice_too(told, agent):
    Outage.objects.get().correct(reason="It was announced.", planned=True, by=agent, now=SOON)
    say(told, "resolve", agent, LATER)
    assert spans() == [(NOW, LATER)]


def test_a_change_was_opened_long_before_it_broke_something(agent, colleague, service):
    change = Change.propose(by=agent, title="New disks", service=service, now=NOW - timedelta(days=30))
    notice = telling.open_notice(
        kind="outage", title="No mail", by=agent, ticket=change, services=[service], now=NOW
    )
    say(notice, "publish", agent, NOW)
    assert spans() == [(NOW, None)]


def test_a_maintenance_is_planned_and_lasts_as_long_as_the_work(agent, service):
    window = {"starts_at": NOW + timedelta(hours=2), "ends_at": NOW + timedelta(hours=4)}
    notice = telling.open_notice(
        kind="maintenance", title="New disks", by=agent, services=[service], now=NOW, **window
    )
    say(notice, "publish", agent, NOW, lead_time_reason="The disk fails.", next_update_at=None)
    assert not Outage.objects.exists()
    say(notice, "start", agent, LATER)
    say(notice, "finish", agent, LAST)
    outage = Outage.objects.get()
    assert (outage.began_at, outage.ended_at, outage.planned) == (LATER, LAST, True)


def test_a_major_incident_is_an_outage_before_anybody_tells_of_it(major, agent, service):
    follow(major)
    follow(major)
    assert spans(source=major.number) == [(NOW - timedelta(hours=1), None)]
    major.refresh_from_db()
    major.resolve(resolution="fixed", words="It works again.", by=agent, now=LATER)
    follow(major)
    assert spans(service=service) == [(NOW - timedelta(hours=1), LATER)]


@pytest.mark.parametrize("timely", [0, 1, 2, 3])
def test_a_major_incident_is_written_whole_however_late_its_events_come(major, agent, colleague, timely):
    """So many of its three events are dealt with as they happen, the others when all is over."""
    major.refresh_from_db()
    happenings = (
        lambda: None,
        lambda: major.resolve(resolution="fixed", words="It works again.", by=agent, now=LATER),
        lambda: major.reopen(words="No, it does not.", by=colleague, now=LAST),
    )
    for place, happen in enumerate(happenings):
        happen()
        if place < timely:
            follow(major)
    for event in telling_events(major)[timely:]:
        of_majors.follow(event)
    assert spans() == [(NOW - timedelta(hours=1), LATER), (LAST, None)]


def test_a_resolution_that_comes_after_the_reopening_ends_nothing(major, agent, colleague):
    follow(major)
    major.refresh_from_db()
    major.resolve(resolution="fixed", words="It works again.", by=agent, now=LATER)
    major.reopen(words="No, it does not.", by=colleague, now=LAST)
    for verb in ("incident.reopen", "incident.resolve"):
        of_majors.follow(major.events.get(verb=verb))
    assert spans() == [(NOW - timedelta(hours=1), LATER), (LAST, None)]


def test_a_major_incident_that_is_merged_is_no_outage_any_more(major, agent, colleague, service):
    follow(major)
    other = Incident.report(by=colleague, title="The same", service=service, now=NOW, channel="portal")
    major.refresh_from_db()
    major.merge_into(other, by=agent, now=LATER)
    merged = major.events.get(verb="ticket.merge")
    assert merged.outbox.filter(consumer=of_majors.CONSUMER).exists()
    of_majors.follow(merged)
    assert spans() == [(NOW - timedelta(hours=1), LATER)]


def test_planned_work_about_a_major_incident_does_not_hide_its_outage(major, agent, service):
    Outage.objects.create(
        service=service, began_at=NOW, ended_at=NOW, words="Work", planned=True, source="NTC-9", ticket=major.number
    )  # fmt: skip
    follow(major)
    assert spans(planned=False) == [(NOW - timedelta(hours=1), None)]


def test_a_notice_takes_over_what_its_major_incident_told(major, agent):
    follow(major)
    notice = telling.open_notice(kind="outage", title="Mail is down", by=agent, ticket=major, now=LATER)
    say(notice, "publish", agent, LATER)
    follow(major)
    outage = Outage.objects.get()
    assert (outage.source, outage.ticket, outage.began_at) == (
        notice.number,
        major.number,
        NOW - timedelta(hours=1),
    )


def test_notices_from_before_are_written_up_once_and_say_the_same(told, agent, capsys):
    say(told, "resolve", agent, LATER)
    say(told, "worsen", agent, SOON + timedelta(hours=1))
    say(told, "resolve", agent, LAST)
    kept = spans()
    Outage.objects.all().delete()
    call_command("write_up_outages")
    assert spans() == kept
    call_command("write_up_outages")
    assert spans() == kept
    assert capsys.readouterr().out == "2 outages written up.\n0 outages written up.\n"


def test_what_is_restricted_keeps_its_title_to_itself(major):
    Incident.objects.filter(pk=major.pk).update(restricted=True)
    follow(major)
    assert Outage.objects.get().words == "Restricted"


def test_what_is_restricted_later_takes_its_title_back(major, agent):
    follow(major)
    Outage.objects.get().correct(reason="Clearer.", words="No mail for Ana", by=agent)
    major.refresh_from_db()
    major.restrict(by=agent, restricted=True, now=SOON)
    restricting = major.events.get(verb="ticket.edit")
    assert restricting.outbox.filter(consumer=downtime.CONSUMER).exists()
    downtime.hush(restricting.pk)
    outage = Outage.objects.get()
    assert (outage.words, "Ana" in str(outage.history), len(outage.history)) == ("Restricted", False, 1)
    major.edit(by=agent, title="Nothing to see", now=LATER)
    assert (
        not major.events.filter(verb="ticket.edit").last().outbox.filter(consumer=downtime.CONSUMER).exists()
    )


def test_which_events_wake_it(major, incident):
    promoted = major.events.get(verb="ticket.promote_major")
    assert promoted.verb in of_majors.TELLING
    assert of_majors.is_major(promoted)
    assert Notice.FLOWS.keys() >= downtime.DOWN.keys()
