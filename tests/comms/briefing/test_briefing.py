"""The sponsors' briefing: made from data, edited by a person, sent once, read without a sign-in, decided once."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from comms.briefing import links, making, sending
from comms.briefing.making import ONE_PAGE, Month, make
from comms.briefing.tasks import draft_briefing
from comms.models import Briefing, BriefingCopy, Decision, Delivery
from incidents.models import Incident, MajorIncident
from itsm.services.models import Goal
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket
from tests import factories
from tests.insights.fill import fill

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def month():
    return Month.over(now=timezone.now())


@pytest.fixture
def sponsor(db):
    return factories.PersonFactory(name="Dana Voss", email="dana.voss@halden.example")


@pytest.fixture
def briefing(month, manager, sponsor):
    made = make(month, now=timezone.now())
    line = {
        "part": "felt",
        "words": "Colleagues wait less.",
        "links": [["Reopened", "/insights/figures/reopened/"]],
    }
    sending.edit(made, lines=[line], question="May mail rest in March?", sponsors=[sponsor], by=manager)
    made.refresh_from_db()
    return made


@pytest.fixture
def sent(briefing, manager):
    sending.send(briefing, by=manager)
    return BriefingCopy.objects.select_related("briefing", "person").get()


def ended_in(month, ticket, **fields):
    moment = datetime(month.first.year, month.first.month, 10, 12, tzinfo=UTC)
    Ticket.objects.filter(pk=ticket.pk).update(opened_at=moment - 2 * DAY, resolved_at=moment, **fields)
    return moment


# Made -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "first", "last"), [
    ("2026-11-22", date(2026, 10, 1), date(2026, 10, 31)), ("2026-01-01", date(2025, 12, 1), date(2025, 12, 31)),
    ("2026-03-31", date(2026, 2, 1), date(2026, 2, 28)),
])  # fmt: skip
def test_it_is_of_the_whole_month_that_is_over(now, first, last):
    month = Month.over(now=datetime.fromisoformat(now).replace(tzinfo=UTC))
    assert (month.first, month.last) == (first, last)
    assert month.before.first == (first - DAY).replace(day=1)
    assert month.filter.days == (first, last + DAY)


def test_every_sentence_comes_from_records_and_leads_to_them(month, team, agent):
    fill(300, team=team.pk, person=agent.pk, now=timezone.now(), apart=4 * 3600)
    lines = make(month, now=timezone.now()).lines
    assert {"promised", "story"} <= {line["part"] for line in lines}
    assert all(line["links"] for line in lines)
    for line in lines:
        assert re.match(r"/insights/figures/[a-z_]+/$|/incidents/FIL-", line["links"][0][1])


def test_the_worst_day_is_a_story_and_a_restricted_one_is_not(month, agent, team):
    for title, restricted, hit in (("Mail is down", False, 7), ("Payroll leaked", True, 90)):
        ticket = factories.incident(by=agent, title=title, team=team)
        moment = ended_in(month, ticket, restricted=restricted, affected_count=hit)
        incident = Incident.objects.get(pk=ticket.pk)
        MajorIncident.objects.create(
            incident=incident, state="over", impact="Nobody can write", proposed_by=agent, proposed_at=moment,
            declared_at=moment, over_at=moment + timedelta(hours=3),
        )  # fmt: skip
    words = " ".join(line["words"] for line in make(month, now=timezone.now()).lines)
    assert "Mail is down. Nobody can write. It was over after 3 h. 7 colleagues said: me too." in words
    assert "Payroll" not in words


def test_the_longest_wait_is_a_colleagues(month, agent, team):
    for title, kind in (("Why mail fails", "problem"), ("A new screen", "incident")):
        ticket = factories.incident(by=agent, title=title, team=team)
        ended_in(month, ticket, kind=kind)
        if kind == "problem":
            Ticket.objects.filter(pk=ticket.pk).update(opened_at=F("opened_at") - 90 * DAY)
    told = [line["words"] for line in make(month, now=timezone.now()).lines]
    assert told == ["The longest wait that ended: “A new screen”, after 2 d."]


def test_the_decision_is_about_wishes_that_cannot_both_be_had(month, manager):
    about = {"owner": manager, "reached_by": timezone.localdate() + 90 * DAY, "measure": "reopened"}
    Goal.objects.create(name="Nothing twice", baseline=9, target=5, **about)
    Goal.objects.create(name="Close sooner", baseline=9, target=12, direction="higher", **about)
    made = make(month, now=timezone.now())
    assert "“Close sooner” and “Nothing twice” cannot both be had." in made.question
    assert [name for name, _href in made.question_links] == ["Close sooner", "Nothing twice"]


def test_there_is_one_for_each_month_and_the_next_goes_to_the_same_people(month, sent):
    assert make(month, now=timezone.now()).pk == sent.briefing.pk
    following = make(Month((month.first + 31 * DAY).replace(day=1)), now=timezone.now())
    assert [copy.person for copy in following.copies.all()] == [sent.person]


def test_it_is_drafted_by_itself_only_where_somebody_reads_it(month, sent):
    Briefing.objects.filter(pk=sent.briefing.pk).update(month=month.before.first)
    draft_briefing()
    draft_briefing()
    assert Briefing.objects.filter(month=month.first, sent_at=None).count() == 1
    BriefingCopy.objects.all().delete()
    Briefing.objects.all().delete()
    draft_briefing()
    assert not Briefing.objects.exists()


# Edited and sent ------------------------------------------------------------------------------------------------------


def test_longer_than_a_page_is_refused_on_its_page_and_by_api(briefing, as_manager, sponsor):
    page, long = briefing.get_absolute_url(), "x" * 599
    Briefing.objects.update(lines=[{"part": "story", "words": "a", "links": []}] * 6)
    fields = {f"line_{place}": long for place in range(6)} | {"sponsors": sponsor.email}
    answer = as_manager.post(f"{page}edit/", fields)
    assert answer.status_code == 422
    assert f"{6 * 599} characters, and {ONE_PAGE} fit" in answer.content.decode()
    body = {"lines": [{"part": "story", "words": long, "links": []}] * 6, "sponsors": [sponsor.pk]}
    by_api = as_manager.post(f"/api/v1/briefings/{briefing.pk}/edit/", body, content_type="application/json")
    assert by_api.status_code == 422


def test_an_emptied_sentence_is_left_out_and_the_others_keep_their_records(briefing, as_manager, sponsor):
    both = [
        *briefing.lines,
        {"part": "story", "words": "A story.", "links": [["INC-1", "/incidents/INC-1/"]]},
    ]
    Briefing.objects.update(lines=both)
    fields = {"line_0": "", "line_1": "A better story.", "sponsors": sponsor.email}
    as_manager.post(f"{briefing.get_absolute_url()}edit/", fields)
    briefing.refresh_from_db()
    assert briefing.lines == [
        {"part": "story", "words": "A better story.", "links": [["INC-1", "/incidents/INC-1/"]]}
    ]


def test_it_goes_out_once_somebody_has_looked_at_it_and_stays_as_it_is(month, manager, sponsor):
    made = make(month, now=timezone.now())
    BriefingCopy.objects.create(briefing=made, person=sponsor)
    with pytest.raises(Refused, match="looks at it"):
        sending.send(made, by=manager)
    sending.edit(made, lines=[], question="", sponsors=[], by=manager)
    with pytest.raises(Refused, match="Nobody is named"):
        sending.send(made, by=manager)
    sending.edit(made, lines=[], question="", sponsors=[sponsor], by=manager)
    sending.send(made, by=manager)
    for again in (
        lambda: sending.send(made, by=manager),
        lambda: sending.edit(made, lines=[], question="", sponsors=[], by=manager),
    ):
        with pytest.raises(Refused, match="went out"):
            again()
    assert Delivery.objects.get().person == sponsor


def test_the_mail_says_all_of_it_and_has_a_signed_address(sent):
    mail = Delivery.objects.get()
    assert mail.subject == f"IT in {sent.briefing}, on one page"
    assert "Colleagues wait less." in mail.text
    assert "One decision is needed from you: May mail rest in March?" in mail.text
    assert links.address(sent) in mail.text


# Read and decided -----------------------------------------------------------------------------------------------------


def address(copy):
    return f"/comms/briefing/read/{links.token(copy)}/"


def test_a_sponsor_reads_it_without_a_sign_in_and_only_reading_is_noted(sent):
    page = Client().get(address(sent)).content.decode()
    for said in (
        "Colleagues wait less.",
        "/insights/figures/reopened/",
        "May mail rest in March?",
        "For Dana Voss",
    ):
        assert said in page
    sent.refresh_from_db()
    assert (sent.opens, sent.decided_at) == (1, None)
    first = sent.opened_at
    Client().head(address(sent))
    Client().get(address(sent))
    sent.refresh_from_db()
    assert (sent.opens, sent.opened_at) == (2, first)


def test_the_decision_is_taken_once_and_stands_in_the_log(sent, as_manager):
    assert Client().post(address(sent), {}).status_code == 422
    assert Client().post(address(sent), {"agrees": "no"}).status_code == 422
    assert Client().post(address(sent), {"agrees": "no", "words": "Not in March."}).status_code == 200
    assert Client().post(address(sent), {"agrees": "yes"}).status_code == 409
    sent.refresh_from_db()
    assert (sent.agrees, sent.words) == (False, "Not in March.")
    decision = Decision.objects.get()
    assert (decision.what, decision.by, decision.briefing) == (
        "No: May mail rest in March?",
        sent.person,
        sent.briefing,
    )
    assert "No: May mail rest in March?" in as_manager.get("/comms/meetings/decisions/").content.decode()
    assert "said no" in as_manager.get(sent.briefing.get_absolute_url()).content.decode()


@pytest.mark.parametrize("wrong", ["1.nothing", "x.y", "9" * 30 + ".a", "1", "."])
def test_an_address_that_we_did_not_write_opens_nothing(sent, wrong):
    assert Client().get(f"/comms/briefing/read/{wrong}/").status_code == 404


def test_it_is_for_its_reader_only_while_they_are_here_and_it_holds(sent, as_agent, signed_in):
    assert as_agent.get(address(sent)).status_code == 403
    assert signed_in(sent.person).get(address(sent)).status_code == 200
    Briefing.objects.update(sent_at=timezone.now() - 92 * DAY)
    assert Client().get(address(sent)).status_code == 200
    Briefing.objects.update(sent_at=timezone.now() - 94 * DAY)
    assert Client().get(address(sent)).status_code == 410
    Briefing.objects.update(sent_at=None)
    assert Client().get(address(sent)).status_code == 404
    Briefing.objects.update(sent_at=timezone.now())
    sent.person.deactivate()
    assert Client().get(address(sent)).status_code == 404


def test_it_holds_a_month_longer_than_until_the_next_one_goes_out(sent, month):
    following = Briefing.objects.create(month=timezone.localdate().replace(day=1), made_at=timezone.now())
    for days, status in ((30, 200), (32, 410)):
        Briefing.objects.filter(pk=following.pk).update(sent_at=timezone.now() - days * DAY)
        assert Client().get(address(sent)).status_code == status


def test_from_the_making_to_the_mail_on_its_pages(as_manager, as_agent, sponsor, month):
    assert as_agent.get("/comms/briefing/").status_code == 403
    assert "Make that of" in as_manager.get("/comms/briefing/").content.decode()
    page = as_manager.post("/comms/briefing/make/").url
    assert "Save" in as_manager.get(page).content.decode()
    as_manager.post(f"{page}edit/", {"question": "May it?", "sponsors": sponsor.email})
    as_manager.post(f"{page}send/")
    assert Briefing.objects.get().sent_at
    assert "not opened yet" in as_manager.get(page).content.decode()


def test_pages_cost_few_statements(as_manager, sent, django_assert_max_num_queries):
    for days in (40, 80, 120):
        other = Briefing.objects.create(
            month=(sent.briefing.month - days * DAY).replace(day=1), made_at=timezone.now()
        )
        BriefingCopy.objects.create(briefing=other, person=sent.person)
    with django_assert_max_num_queries(10):
        as_manager.get("/comms/briefing/")
    with django_assert_max_num_queries(10):
        as_manager.get(sent.briefing.get_absolute_url())
    with django_assert_max_num_queries(6):
        Client().get(address(sent))


def test_by_api_it_is_made_edited_and_sent(as_manager, as_agent, sponsor):
    api = "/api/v1/briefings/"
    assert as_agent.get(api).status_code == 403
    made = as_manager.post(f"{api}make/").json()
    body = {
        "lines": [{"part": "felt", "words": "Better.", "links": [["Elsewhere", "//evil.example/"]]}], "sponsors": [sponsor.pk],
    }  # fmt: skip
    edit = f"{api}{made['id']}/edit/"
    assert as_manager.post(edit, body, content_type="application/json").status_code == 422
    body["lines"][0]["links"] = []
    assert as_manager.post(edit, body, content_type="application/json").status_code == 200
    sent = as_manager.post(f"{api}{made['id']}/send/").json()
    assert sent["sent_at"]
    assert not re.search(r"read/\d+\.", str(sent))
    assert as_manager.post(f"{api}{made['id']}/send/").status_code == 409


def test_a_question_of_long_names_is_cut_to_what_fits(month, monkeypatch):
    monkeypatch.setattr(making, "of_two_wishes", lambda now: ("May it? " * 60, []))
    assert len(make(month, now=timezone.now()).question) == 300


def test_a_draft_that_was_saved_in_between_loses_no_sentence_and_keeps_what_was_typed(briefing, as_manager):
    """Pressed twice, or from two windows: fields go by their place."""
    page = briefing.get_absolute_url()
    Briefing.objects.update(lines=[{"part": "story", "words": f"Story {n}.", "links": []} for n in range(3)])
    seen = re.search(r'name="seen" value="([^"]+)"', as_manager.get(page).content.decode())[1]
    fields = {"line_0": "", "line_1": "Better.", "line_2": "Story 2.", "seen": seen}
    assert as_manager.post(f"{page}edit/", fields).status_code == 302
    again = as_manager.post(f"{page}edit/", fields)
    assert again.status_code == 422
    assert "saved in between" in again.content.decode()
    assert "Better." in again.content.decode()
    briefing.refresh_from_db()
    assert [line["words"] for line in briefing.lines] == ["Better.", "Story 2."]
