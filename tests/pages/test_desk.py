"""The desk: its views, its filters, saved views, and one verb for many tickets."""

import pytest
from django.utils import timezone

from incidents.models import Incident
from itsm.tickets.console import BY_SLUG, VIEWS, counts
from itsm.tickets.models import SavedView, Ticket
from tests.factories import PersonFactory, incident


@pytest.fixture
def tickets(colleague, service, agent):
    made = [incident(by=colleague, service=service, title=f"Trouble {number}") for number in range(4)]
    made[0].take(by=agent)
    return made


@pytest.mark.parametrize("view", [view.slug for view in VIEWS])
def test_every_view_opens_and_counts_what_it_shows(view, tickets, agent, as_agent):
    page = as_agent.get(f"/desk/?view={view}").content.decode()
    visible = Ticket.objects.visible_to(agent)
    counted = counts(visible, agent, timezone.now()).get(view)
    if BY_SLUG[view].urgent:  # it counts those that cannot wait: nobody, a moment after they asked
        assert counted == 0
    else:
        assert counted is None or page.count('<tr id="') == counted


@pytest.mark.parametrize(
    "query", ["view=nope", "cursor=%00broken", "sort=nope", "columns=,,x", "team=abc", "priority=9&q=%00"]
)
def test_a_broken_address_is_a_page_not_a_crash(query, tickets, as_agent):
    assert as_agent.get(f"/desk/?{query}").status_code == 200


def test_columns_and_order_are_in_the_address(tickets, as_agent):
    page = as_agent.get("/desk/?view=open&columns=site,changed&sort=changed").content.decode()
    assert "<th>Site</th>" in page
    assert "Promise</a></th>" not in page


def test_a_title_cannot_break_out_of_its_row(colleague, service, as_agent):
    incident(by=colleague, service=service, title="<script>alert(1)</script> & “Ω” ﷽")
    page = as_agent.get("/desk/?view=open").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_restricted_ticket_is_in_nobody_elses_list_nor_count(tickets, agent, outsider, client):
    tickets[1].restrict(by=agent, restricted=True)
    client.force_login(outsider)
    page = client.get("/desk/?view=open").content.decode()
    assert tickets[1].number not in page
    assert page.count('<tr id="') == 3


def test_a_view_is_kept_shared_and_deleted_by_its_owner(agent, team, as_agent, outsider, client):
    as_agent.post(
        "/desk/views/",
        {"name": "Urgent here", "query": "view=open&priority=1&cursor=x", "share": str(team.pk)},
    )
    kept = SavedView.objects.get()
    assert (kept.query, kept.team) == ("view=open&priority=1", team)
    assert kept not in SavedView.objects.visible_to(outsider)
    client.force_login(outsider)
    assert client.post(f"/desk/views/{kept.pk}/delete/").status_code == 404
    as_agent.post(f"/desk/views/{kept.pk}/delete/")
    assert not SavedView.objects.exists()


def test_a_view_is_not_shared_with_a_team_i_am_not_in(as_agent, outsider):
    typed = {"name": "Mine", "query": "view=open", "share": str(outsider.teams.get().pk)}
    assert as_agent.post("/desk/views/", typed).status_code == 404


def test_resolving_many_tells_for_each_what_happened(tickets, agent, as_agent):
    tickets[2].cancel(reason="Reported twice", by=agent)
    picked = [ticket.number for ticket in tickets]
    typed = {"pick": picked, "go": "1", "resolution": "fixed", "words": "The server is back for all."}
    page = as_agent.post("/desk/bulk/resolve/", typed).content.decode()
    assert page.count("done") >= 3
    assert "is cancelled" in page
    assert Incident.objects.filter(status="resolved").count() == 3


def test_of_many_only_what_changed_since_the_form_was_opened_is_held_back(tickets, as_agent, outsider):
    first, second, third, _fourth = tickets
    picked = {"pick": [first.number, second.number, third.number]}
    second.note("The switch is the culprit", by=outsider)
    seen = as_agent.post("/desk/bulk/resolve/", picked).context["form"]["seen"].value()
    third.note("No, it is the cable", by=outsider)

    typed = picked | {"go": "1", "seen": seen, "resolution": "fixed", "words": "The server is back for all."}
    outcomes = as_agent.post("/desk/bulk/resolve/", typed).context["outcomes"]

    assert [line.done for line in outcomes] == [True, True, False]


def test_replying_to_many_first_asks_for_the_words(tickets, as_agent):
    picked = [ticket.number for ticket in tickets]
    form = as_agent.post("/desk/bulk/reply/", {"pick": picked})
    assert form.status_code == 200
    assert all(number in form.content.decode() for number in picked)
    assert as_agent.post("/desk/bulk/reply/", {"pick": picked, "go": "1", "words": ""}).status_code == 422
    as_agent.post("/desk/bulk/reply/", {"pick": picked, "go": "1", "words": "The mail server restarts now."})
    assert all(
        ticket.events.filter(comment="The mail server restarts now.").count() == 1 for ticket in tickets
    )


def test_many_are_never_more_than_one_may_see(tickets, agent, outsider, client):
    tickets[0].restrict(by=agent, restricted=True)
    client.force_login(outsider)
    typed = {"pick": [tickets[0].number], "go": "1"}
    assert client.post("/desk/bulk/take/", typed).status_code == 422


def test_bulk_is_for_the_desk_and_for_verbs_that_can(tickets, as_agent, as_colleague):
    assert as_colleague.post("/desk/bulk/take/", {"pick": [tickets[0].number]}).status_code == 403
    assert as_agent.post("/desk/bulk/merge/", {"pick": [tickets[0].number]}).status_code == 404


# The portal ---------------------------------------------------------------------------------------------------------------


def test_a_colleague_reports_reads_answers_and_confirms(service, agent, as_colleague):
    typed = {"title": "Printer eats paper", "urgency": 3, "impact": 3, "service": service.pk}
    page = as_colleague.post("/incidents/report/", typed, follow=True).content.decode()
    made = Incident.objects.get(title="Printer eats paper")
    assert made.number in page
    made.take(by=agent)
    made.hold(reason="colleague", question="Which printer is it?", by=agent)
    assert "Which printer is it?" in as_colleague.get(f"/portal/{made.number}/").content.decode()
    as_colleague.post(f"/incidents/{made.number}/reply/", {"words": "The one on floor 3"})
    made.refresh_from_db()
    assert made.status == "in_progress"
    made.resolve(resolution="fixed", words="A new roller is in.", by=agent)
    as_colleague.post(f"/incidents/{made.number}/confirm/")
    made.refresh_from_db()
    assert (made.status, made.closed_how) == ("closed", "colleague")


def test_an_empty_report_says_what_is_missing(as_colleague):
    answer = as_colleague.post("/incidents/report/", {"title": "", "description": "It broke"})
    assert answer.status_code == 422
    assert "It broke" in answer.content.decode()


def test_only_what_is_announced_can_be_me_tooed(tickets, client):
    client.force_login(PersonFactory())
    assert client.post(f"/portal/{tickets[0].number}/me-too/").status_code == 404


def test_internal_words_never_reach_the_portal(tickets, agent, as_colleague):
    tickets[0].note("The colleague broke it himself", by=agent)
    assert "broke it himself" not in as_colleague.get(f"/portal/{tickets[0].number}/").content.decode()


# Search -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["trouble", '"Trouble 2"', "troubles 3", "gateway firmware"])
def test_search_finds_titles_phrases_and_messages(words, tickets, agent, as_agent):
    tickets[3].note("The gateway has an old firmware", by=agent)
    assert (
        tickets[3].number in as_agent.get("/search/", {"q": words}).content.decode() or words == '"Trouble 2"'
    )


def test_a_colleague_finds_only_their_own_and_only_public_words(tickets, agent, colleague, as_colleague):
    incident(by=PersonFactory(), service=tickets[0].service, title="Trouble elsewhere")
    tickets[0].note("secretword", by=agent)
    found = as_colleague.get("/search/", {"q": "trouble"}).content.decode()
    assert tickets[0].number in found
    assert "elsewhere" not in found
    assert tickets[0].number not in as_colleague.get("/search/", {"q": "secretword"}).content.decode()


def test_a_number_goes_straight_to_the_ticket(tickets, as_agent):
    answer = as_agent.get("/search/", {"q": tickets[0].number.lower()})
    assert answer.headers["Location"] == tickets[0].get_absolute_url()


@pytest.mark.parametrize("words", ["", "\x00", "'; DROP TABLE", "a & | !", '"open', "💥", "x" * 5000])
def test_any_words_can_be_searched(words, tickets, as_agent):
    assert as_agent.get("/search/", {"q": words}).status_code == 200


def test_similar_ones_are_shown_while_a_title_is_typed(tickets, as_agent):
    page = as_agent.get("/search/similar/", {"title": "Another trouble with it"}).content.decode()
    assert tickets[0].number in page
