"""The page: who sees what on it. The same board is asked as anybody, as a colleague, and as the desk."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comms.models import ServiceOnStatus, StatusPage
from comms.status.keeping import keeper
from incidents.models import MajorIncident
from itsm.services.models import Service
from tests.comms.status.conftest import NOW
from tests.comms.status.telling import address, notice, restricted, say
from tests.factories import PersonFactory, ServiceFactory, incident

PAGE = "/status/"


@pytest.fixture(autouse=True)
def at_that_time():
    with time_machine.travel(NOW, tick=False):
        yield


def seen(client: Client, path: str = PAGE) -> str:
    keeper.forget()  # as after a few seconds
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


class TestTheSentenceAndTheServices:
    def test_say_that_all_is_fine(self, as_colleague, mail, files, vault):
        html = seen(as_colleague)
        assert "All three services are fine." in html
        assert html.count('data-state="fine"') == 4  # the sentence's, too

    def test_say_how_many_are_not(self, as_colleague, mail, files, vault):
        notice("investigating", at=NOW - timedelta(minutes=10), services=(mail,))
        assert "One service is down, two are fine." in seen(as_colleague)

    def test_mark_only_what_runs_as_running(self, as_colleague, mail):
        notice("investigating", "resolved", at=NOW - timedelta(hours=2), services=(mail,))
        notice("investigating", at=NOW - timedelta(minutes=10), services=(mail,))
        assert seen(as_colleague).count("data-running") == 1

    def test_stand_in_their_groups_with_the_most_critical_first_and_the_unplaced_last(
        self, as_colleague, mail, files, vault
    ):
        html = seen(as_colleague)
        places = [
            html.index(words)
            for words in ("Working together", "Mail</bdi>", "Shared files", "Other services", "Drawing vault")
        ]
        assert places == sorted(places)

    def test_leave_out_a_service_that_is_not_shown_or_not_offered(self, as_colleague, mail, files):
        ServiceOnStatus.objects.filter(service=files).update(shown=False)
        mail.is_active = False
        mail.save()
        assert "No service stands on this page yet." in seen(as_colleague)


class TestIncidentsWithoutANotice:
    def test_a_major_one_means_down(self, as_colleague, colleague, agent, mail, team):
        ticket = incident(by=colleague, service=mail, team=team, now=NOW - timedelta(minutes=30))
        major = MajorIncident.propose(
            ticket, impact="Nobody can write", by=agent, now=NOW - timedelta(minutes=20)
        )
        major.promote(lead=agent, communications=agent, by=agent, now=NOW - timedelta(minutes=15))
        html = seen(as_colleague)
        assert "The service is down" not in html
        assert "One service is down." in html
        assert ticket.number not in html
        assert ticket.title not in html

    def test_an_urgent_one_of_many_means_trouble_for_as_long_as_it_is_open(
        self, as_colleague, colleague, agent, mail, team
    ):
        ticket = incident(by=colleague, service=mail, team=team, impact=2, urgency=1)
        assert "One service has trouble." in seen(as_colleague)
        ticket.take(by=agent, now=NOW)
        ticket.resolve(resolution="fixed", words="It works.", by=agent, now=NOW)
        html = seen(as_colleague)
        assert "The service is fine." in html
        assert 'class="trouble"' not in html.partition("legend")[0]

    def test_one_persons_says_nothing_about_the_service(self, as_colleague, colleague, mail, team):
        incident(by=colleague, service=mail, team=team, impact=3, urgency=1)
        assert "The service is fine." in seen(as_colleague)

    def test_a_restricted_one_says_nothing_at_all(self, as_agent, colleague, mail, team):
        restricted(incident(by=colleague, service=mail, team=team, impact=1, urgency=1), team)
        assert "The service is fine." in seen(as_agent)

    def test_a_notice_speaks_for_its_incident(self, as_colleague, colleague, mail, team):
        ticket = incident(by=colleague, service=mail, team=team, impact=1, urgency=1)
        spoken = notice("investigating", "monitoring", at=NOW - timedelta(hours=1), ticket=ticket)
        assert "One service has trouble." in seen(as_colleague)
        say(spoken, "resolved", at=NOW, subject="Mail works")
        assert ticket.open, "somebody still tidies up"
        assert "The service is fine." in seen(as_colleague)


class TestWhoReadsWhichWords:
    @pytest.fixture
    def told(self, mail, files, team, colleague):
        """One notice of each kind of openness, all about services that are on the page."""
        at = NOW - timedelta(minutes=20)
        made = {
            "public": notice(
                "investigating", at=at, services=(mail,), title="Open to the world", public=True
            ),
            "everyone": notice("investigating", at=at, services=(mail,), title="For everyone here"),
            "addressed": notice("investigating", at=at, services=(files,), title="For a few", everyone=False),
            "it": notice("investigating", at=at, services=(mail,), title="Only for IT", audience="it"),
            "drill": notice(
                "investigating", at=at, services=(mail,), title="A rehearsal", drill=True, public=True
            ),
            "draft": notice("draft", at=at, services=(mail,), title="Not said yet", public=True),
        }
        ticket = incident(by=colleague, service=mail, team=team)
        made["restricted"] = notice(
            "investigating", at=at, services=(mail,), title="On a closed ticket", public=True, ticket=ticket
        )
        restricted(ticket, team)
        return made

    TITLES = {
        "public": "Open to the world", "everyone": "For everyone here", "addressed": "For a few", "it": "Only for IT",
        "drill": "A rehearsal", "draft": "Not said yet", "restricted": "On a closed ticket",
    }  # fmt: skip

    def read(self, client: Client) -> set[str]:
        paths = (
            PAGE,
            "/status/history/",
            "/status/2026-11-18/",
            "/status/feed.atom",
            "/status/api/v2/incidents.json",
        )
        found = [{key for key, title in self.TITLES.items() if title in seen(client, path)} for path in paths]
        assert all(found[0] >= each for each in found[1:])
        return set().union(*found)

    def test_anybody_reads_what_is_public(self, client, told, open_page):
        assert self.read(client) == {"public"}

    def test_a_colleague_reads_what_is_for_everyone_too(self, as_colleague, told, open_page):
        assert self.read(as_colleague) == {"public", "everyone"}

    def test_who_was_addressed_reads_that_too(self, as_colleague, colleague, told):
        address(told["addressed"], colleague)
        assert self.read(as_colleague) == {"public", "everyone", "addressed"}

    def test_the_desk_reads_all_but_rehearsals_drafts_and_what_is_restricted(self, as_agent, told):
        assert self.read(as_agent) == {"public", "everyone", "addressed"}

    def test_nobody_reads_the_desks_own_title_or_who_wrote(self, as_agent, client, told, open_page):
        for reader in (as_agent, client):
            for path in (PAGE, "/status/feed.atom", "/status/api/v2/summary.json"):
                html = seen(reader, path)
                assert "desk: " not in html
                assert "Bela" not in html

    def test_a_notice_about_other_services_is_not_on_the_public_page_even_if_public(
        self, client, files, open_page
    ):
        notice("investigating", at=NOW, services=(files,), title="Files are down", public=True)
        assert "Files are down" not in seen(client)

    def test_a_public_notice_names_public_services_only(self, client, mail, files, open_page):
        notice("investigating", at=NOW, services=(mail, files), title="Both are down", public=True)
        html = seen(client)
        assert "Both are down" in html
        assert "Shared files" not in html


class TestOpenAndClosed:
    def test_closed_sends_anybody_to_sign_in(self, client, mail):
        answer = client.get(PAGE)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/status/")

    def test_closed_has_nothing_for_programs(self, client, mail):
        for path in ("feed.atom", "maintenance.ics", "api/v2/summary.json"):
            assert client.get(PAGE + path).status_code == 404

    def test_open_shows_public_services_only_and_has_nothing_of_a_person_in_it(
        self, client, mail, files, open_page
    ):
        html = seen(client)
        assert "Mail" in html
        assert "Shared files" not in html
        assert "Halden Instruments" in html
        assert "csrfmiddlewaretoken" not in html

    def test_opening_it_takes_effect_at_once(self, client, mail):
        assert client.get(PAGE).status_code == 302
        StatusPage.objects.create(pk=1, public=True)
        assert client.get(PAGE).status_code == 200


class TestDays:
    def test_ninety_marks_each_with_a_link_to_its_day(self, as_colleague, mail):
        html = seen(as_colleague)
        assert html.count('tabindex="-1" aria-hidden="true"><path') == 90
        assert 'href="2026-08-21/"' in html
        assert 'href="2026-11-18/"' in html

    def test_the_table_leads_to_the_same_days_as_the_marks(self, as_colleague, mail):
        notice("investigating", "resolved", at=NOW - timedelta(days=3), services=(mail,))
        html = seen(as_colleague)
        marked = set(re.findall(r'href="(2026-11-15/)" aria-label', html))
        assert marked == set(re.findall(r'<td class="wrap"><a href="([^"]+)"', html)) == {"2026-11-15/"}
        assert as_colleague.get("/status/2026-11-15/").status_code == 200

    def test_a_day_tells_how_services_were_and_every_message(self, as_colleague, mail):
        notice("investigating", "identified", "resolved", at=NOW - timedelta(days=3), services=(mail,))
        html = seen(as_colleague, "/status/2026-11-15/")
        for subject in (
            "What: Mail is down.",
            "What: Mail is down, identified.",
            "What: Mail is down, resolved.",
        ):
            assert subject in html
        assert "A quiet day" in seen(as_colleague, "/status/2026-11-14/")

    def test_midnight_is_the_readers(self, signed_in, mail):
        notice(
            "investigating", "resolved", at=NOW.replace(hour=3), services=(mail,), every=timedelta(minutes=20)
        )
        boston = signed_in(PersonFactory(time_zone="America/New_York"))
        singapore = signed_in(PersonFactory(time_zone="Asia/Singapore"))
        assert "A quiet day" in seen(boston, "/status/2026-11-18/")
        assert "A quiet day" not in seen(boston, "/status/2026-11-17/")
        assert "A quiet day" not in seen(singapore, "/status/2026-11-18/")

    @pytest.mark.parametrize("day", ["2026-08-20", "2026-11-19", "2026-02-30", "0000-00-00"])
    def test_there_is_no_page_for_a_day_outside_or_one_that_never_was(self, as_colleague, mail, day):
        assert as_colleague.get(f"/status/{day}/").status_code == 404

    def test_what_comes_stands_apart_until_it_begins(self, as_colleague, mail):
        plan = notice(
            "planned", at=NOW - timedelta(days=2), services=(mail,), kind="maintenance", title="Mail update",
            starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=1, hours=2),
        )  # fmt: skip
        coming, _what, was = seen(as_colleague).partition("What was")
        assert "Mail update" in coming
        assert "Mail update" not in was
        assert "The service is fine." in coming
        say(plan, "in_progress", at=NOW, subject="Mail update has begun")
        assert "One service is being worked on." in seen(as_colleague)


class TestCost:
    def test_sixty_services_and_a_hundred_notices_cost_the_statements_of_one(
        self, as_colleague, mail, django_assert_max_num_queries
    ):
        many = [placed(n) for n in range(60)]
        for n in range(100):
            notice(
                "investigating",
                "resolved",
                at=NOW - timedelta(days=n % 80, hours=1),
                services=(many[n % 60],),
            )
        keeper.empty()
        with django_assert_max_num_queries(14):
            as_colleague.get(PAGE)

    def test_the_next_to_ask_costs_only_who_they_are(
        self, as_colleague, client, mail, open_page, django_assert_num_queries
    ):
        seen(as_colleague)
        with django_assert_num_queries(0):
            client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            as_colleague.get(PAGE)
        # The person, what is addressed to them, what they follow; the frame may have a line of its own.
        assert not [each["sql"] for each in asked if "services_service" in each["sql"]]
        assert len(asked) <= 6


def placed(n: int) -> Service:
    service = ServiceFactory(name=f"Service number {n}")
    ServiceOnStatus.objects.create(service=service, group=f"Group {n % 6}")
    return service
