"""Who a notice is for: everyone it concerns, each once, leavers never, and nobody who may not know."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comms.models import Audience, Notification, Subscription, Update, Why
from comms.notices import audience, mine, telling
from itsm.people import roles
from itsm.people.models import Person
from itsm.tickets.models import Participant, Ticket
from tests.comms.notices.conftest import NOW, SOON, TEXTS
from tests.comms.notices.crowd import fill
from tests.factories import PersonFactory, ServiceFactory, SiteFactory, TeamFactory, incident


def names(aim: dict, **about: object) -> dict[str, str]:
    """Name → why."""
    found = audience.people_of(aim, now=NOW, **about)
    people = Person.objects.in_bulk([one.person_id for one in found])
    return {people[one.person_id].name: one.because for one in found}


def follow(person, service) -> None:
    Subscription.objects.create(service=service, person=person, since=NOW)


def test_a_maintenance_reaches_those_who_follow_only_that_service(agent, service):
    other = ServiceFactory(name="Calendar")
    one, both, neither = (PersonFactory(name=name) for name in ("One", "Both", "Neither"))
    follow(one, service)
    follow(both, service)
    follow(both, other)
    follow(neither, other)
    times = {"starts_at": NOW + timedelta(days=20), "ends_at": NOW + timedelta(days=20, hours=1)}
    notice = telling.open_notice(
        kind="maintenance", title="Mail moves", by=agent, services=[service], now=NOW, **times
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, now=NOW)
    assert {row.person.name: row.because for row in notice.addressees.all()} == {
        "One": "you follow Mail", "Both": "you follow Mail"
    }  # fmt: skip


def test_each_reason_finds_its_people_and_the_plainest_is_told(service):
    porto, oslo, team = SiteFactory(), SiteFactory(name="Oslo"), TeamFactory(name="Sales")
    served = ServiceFactory(name="Printing")
    served.sites.add(oslo)
    incident(by=PersonFactory(name="Used", site=porto), service=service, now=NOW - timedelta(days=10))
    incident(by=PersonFactory(name="Long ago", site=porto), service=service, now=NOW - timedelta(days=91))
    follow(PersonFactory(name="Follows", site=oslo), service)
    PersonFactory(name="Served", site=oslo)
    PersonFactory(name="Member", site=porto, teams=[team])
    named = PersonFactory(name="Named", site=oslo)
    aim = {"services": [service, served], "teams": [team], "people": [named]}
    assert names(aim) == {
        "Named": "you were named", "Follows": "you follow Mail", "Used": "you used Mail lately",
        "Served": "Printing is there for your site", "Member": "you are in Sales",
    }  # fmt: skip
    assert names({"sites": [oslo]}) == dict.fromkeys(["Named", "Follows", "Served"], "you work at Oslo")
    assert set(names({"everyone": True}).values()) == {"it concerns everyone"}


def test_whoever_uses_what_stands_on_it_is_hit_too(service):
    shop, till = ServiceFactory(name="Shop"), ServiceFactory(name="Till")
    shop.depends_on.add(service)
    till.depends_on.add(shop)
    follow(PersonFactory(name="Seller"), till)
    follow(PersonFactory(name="Reader"), ServiceFactory(name="Library"))
    assert names({"services": [service]}) == {"Seller": "you follow Till"}


def test_each_belongs_to_the_first_audience_that_fits(db):
    sponsor = PersonFactory(roles=[roles.AGENT])
    it, lead = PersonFactory(roles=[roles.AGENT, roles.MANAGER]), PersonFactory(roles=[roles.MANAGER])
    boss = PersonFactory()
    plain = PersonFactory(manager=boss)
    found = audience.people_of({"people": [it, lead, boss, plain], "sponsor": sponsor}, now=NOW)
    assert {one.person_id: one.audience for one in found} == {
        sponsor.pk: "sponsor", it.pk: "it", lead.pk: "managers", boss.pk: "managers", plain.pk: "colleagues"
    }  # fmt: skip


def test_whom_the_writer_took_out_and_who_left_are_shown_with_the_reason(db):
    kept, out = PersonFactory(name="Kept"), PersonFactory(name="Out")
    gone, other = PersonFactory(name="Gone", is_active=False), PersonFactory(name="Other")
    look = audience.preview({"people": [kept, out, gone], "without": [out]}, now=NOW)
    assert (look.count, look.by_audience["colleagues"], look.by_reason) == (1, 1, [("named", "", 1)])
    assert [(person.name, one.because) for person, one in look.sample] == [("Kept", "you were named")]
    assert {one.reason: one.names for one in look.left_out} == {
        "gone": ("Gone",), "without": ("Out",), "nothing": ("Other",)
    }  # fmt: skip
    assert other.is_active


def test_a_restricted_ticket_is_told_only_to_those_who_may_see_it(agent, outsider, colleague, team):
    ticket = incident(by=colleague, team=team, restricted=True)
    named = PersonFactory(name="Named")
    Participant.objects.create(ticket=ticket, person=named, part="named", since=NOW)
    PersonFactory(name="Member without a role", teams=[team])
    found = names({"everyone": True}, ticket=ticket)
    assert set(found) == {agent.name, colleague.name, "Named"}
    left = audience.left_out({"everyone": True}, ticket=ticket, now=NOW)
    assert [(one.reason, one.count) for one in left] == [("restricted", Person.objects.count() - 3)]


def test_a_ticket_restricted_since_takes_the_notice_with_it(told, colleague, agent, team):
    ticket = incident(by=colleague, team=team)
    notice = telling.open_notice(
        kind="outage", title="x", by=agent, ticket=ticket, aim={"everyone": True}, now=NOW
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    reader = told.addressees.first().person
    theirs = type(notice).objects.visible_to(reader)
    assert set(theirs) == {told, notice}
    Ticket.objects.filter(pk=ticket.pk).update(restricted=True)
    assert set(theirs.all()) == {told}
    assert reader.pk not in notice.addressees.to_tell(Update.objects.get(notice=notice)).values_list(
        "person", flat=True
    )


def test_who_was_told_for_nothing_and_whom_nobody_told(agent, service):
    hit, told_only, missed = (PersonFactory(name=name) for name in ("Hit", "Told only", "Missed"))
    notice = telling.open_notice(
        kind="outage",
        title="Mail is down",
        by=agent,
        services=[service],
        aim={"people": [hit, told_only]},
        now=NOW,
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    notice.addressees.get(person=hit).note("affected", now=SOON)
    incident(by=missed, service=service, now=SOON)
    incident(by=PersonFactory(name="After"), service=service, now=SOON + timedelta(hours=2))
    telling.say(notice, "resolve", by=agent, texts=TEXTS, lost="", now=SOON + timedelta(hours=1))
    assert [row.person.name for row in audience.told_but_not_affected(notice)] == ["Told only"]
    assert [person.name for person in audience.affected_but_not_told(notice)] == ["Missed"]
    found = audience.error(notice)
    assert (found.precision, found.recall) == (0.5, 0.5)


def test_the_preview_costs_the_same_statements_for_many_and_reads_tickets_by_an_index(
    agent, colleague, django_assert_max_num_queries
):
    services = fill(2000, tickets=3000, now=NOW, by=colleague)
    aim = {"services": [one.pk for one in services]}
    with django_assert_max_num_queries(2):
        look = audience.preview(aim, now=NOW)
    assert look.count == audience.count(aim, now=NOW) == len(audience.people_of(aim, now=NOW)) > 1500
    assert sum(number for _why, _about, number in look.by_reason) == look.count
    assert len(look.sample) == audience.SAMPLE
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {audience.LOOK}", audience.Whom.of(aim, now=NOW).params())
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan on tickets_ticket" not in plan
    assert "Seq Scan on comms_subscription" not in plan


# Whatever the writer chooses --------------------------------------------------------------------------------------------

PEOPLE, PLACES = 8, 3
some = st.sets(st.integers(0, PLACES - 1))
some_people = st.sets(st.integers(0, PEOPLE - 1))
person = st.fixed_dictionaries(
    {
        "active": st.booleans(),
        "site": st.integers(0, PLACES - 1),
        "follows": some,
        "used": some,
        "teams": some,
    }
)
aim = st.fixed_dictionaries(
    {
        "everyone": st.booleans(), "services": some, "sites": some, "teams": some, "people": some_people,
        "without": some_people, "sponsor": st.none() | st.integers(0, PEOPLE - 1),
    }
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    crowd=st.lists(person, min_size=PEOPLE, max_size=PEOPLE), chosen=aim, restricted=st.booleans(), edge=some
)
def test_whatever_is_chosen_nobody_is_twice_and_nobody_is_there_without_a_right(
    db, crowd, chosen, restricted, edge
):
    from django.db import transaction

    with transaction.atomic():
        check(crowd, chosen, restricted=restricted, edge=edge)
        transaction.set_rollback(True)


def check(crowd, chosen, *, restricted, edge):
    """The same answer as a plain reading of the rules, in Python and slowly."""
    sites = [SiteFactory(name=f"Place {number}") for number in range(PLACES)]
    services = [ServiceFactory() for _number in range(PLACES)]
    teams = [TeamFactory() for _number in range(PLACES)]
    for lower in sorted(edge):
        if lower + 1 < PLACES:
            services[lower + 1].depends_on.add(services[lower])
    people = [PersonFactory(site=sites[one["site"]], is_active=one["active"]) for one in crowd]
    for row, one in zip(people, crowd, strict=True):
        for number in one["follows"]:
            follow(row, services[number])
        for number in one["teams"]:
            teams[number].members.add(row)
        for number in one["used"]:
            Ticket.objects.create(
                kind="incident", number=f"X{row.pk}-{number}", title="x", status="new", requester=row, opened_by=row,
                service=services[number], team=teams[0], opened_at=NOW, held_since=NOW,
            )  # fmt: skip
    ticket = Ticket.objects.create(
        kind="incident", number="X-1", title="x", status="new", requester=people[0], opened_by=people[1], team=teams[0],
        restricted=restricted, opened_at=NOW, held_since=NOW,
    )  # fmt: skip
    keys = {
        "everyone": chosen["everyone"], "services": [services[n] for n in chosen["services"]],
        "sites": [sites[n] for n in chosen["sites"]], "teams": [teams[n] for n in chosen["teams"]],
        "people": [people[n] for n in chosen["people"]], "without": [people[n] for n in chosen["without"]],
        "sponsor": None if chosen["sponsor"] is None else people[chosen["sponsor"]],
    }  # fmt: skip
    hit = set(chosen["services"])
    for lower in sorted(edge):
        if lower in hit and lower + 1 < PLACES:
            hit.add(lower + 1)
    expected = set()
    for number, one in enumerate(crowd):
        meant = (
            chosen["everyone"] or number in chosen["people"] or number in {0, chosen["sponsor"]}
            or one["site"] in chosen["sites"] or one["teams"] & chosen["teams"] or (one["follows"] | one["used"]) & hit
        )  # fmt: skip
        may = one["active"] and number not in chosen["without"] and (not restricted or number in {0, 1})
        if meant and may:
            expected.add(people[number].pk)
    found = audience.people_of(keys, ticket=ticket, now=NOW)
    keys_found = [one.person_id for one in found]
    assert len(keys_found) == len(set(keys_found))
    assert set(keys_found) == expected
    look = audience.preview(keys, ticket=ticket, now=NOW)
    assert look.count == audience.count(keys, ticket=ticket, now=NOW) == len(found)
    assert {one.audience for one in found} <= set(Audience.values)
    assert {one.why for one in found} <= set(Why.values)
    if restricted:
        seen = [row.pk for row in people if row.is_active and ticket.is_visible_to(row)]
        assert set(keys_found) <= set(seen)


@pytest.mark.parametrize("drill", [True, False])
def test_addresses_outside_hear_only_of_what_is_public(agent, service, drill):
    outside = Subscription.objects.create(
        service=service, address="a@elsewhere.example", since=NOW, confirmed_at=NOW
    )
    Subscription.objects.create(service=service, address="b@elsewhere.example", since=NOW)
    notice = telling.open_notice(kind="outage", title="x", by=agent, services=[service], now=NOW, drill=drill)
    assert not audience.outside(notice).exists()
    notice.public = True
    assert list(audience.outside(notice)) == ([] if drill else [outside])


def test_what_was_restricted_since_is_gone_from_the_portal_and_the_inbox(
    told, colleague, agent, team, readers
):
    ticket = incident(by=colleague, team=team)
    notice = telling.open_notice(
        kind="outage", title="x", by=agent, ticket=ticket, aim={"people": readers}, now=NOW
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    assert {one.notice for one in mine.current(readers[0], now=NOW)} == {told, notice}
    Ticket.objects.filter(pk=ticket.pk).update(restricted=True)
    assert {one.notice for one in mine.current(readers[0], now=NOW)} == {told}
    assert {row.notice for row in Notification.objects.for_person(readers[0]).visible(readers[0])} == {told}
