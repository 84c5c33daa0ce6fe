"""The pages of a colleague, of the desk, and the signed one from a mail's foot."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comms.feedback import finish, hear, ideas, links, plan, sort
from comms.models import Delivery, Feedback, FeedbackStep, Theme
from comms.notices import telling as notices
from tests import factories
from tests.comms.feedback.moments import NOON
from tests.factories import PersonFactory

SAY = "/portal/feedback/"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# Speaking up ---------------------------------------------------------------------------------------------------------


def test_whoever_speaks_up_has_an_owner_and_a_promise_on_the_next_page(lead, as_colleague, colleague):
    page = as_colleague.post(SAY, {"words": "Say “restart”, not “reboot”."}, follow=True)
    heard = Feedback.objects.get()
    assert (heard.author, heard.owner, heard.source) == (colleague, lead, "page")
    assert page.redirect_chain == [(f"/portal/feedback/{heard.number}/", 302)]
    assert "Ivo Lund has it" in words(page.text)
    assert "We have heard you" in page.text


def test_nothing_said_is_said_so(lead, as_colleague):
    page = as_colleague.post(SAY, {"words": " "})
    assert (page.status_code, Feedback.objects.count()) == (422, 0)
    assert "Write what could be better." in page.text


def test_every_page_leads_there_and_says_which_page_it_was(as_colleague, as_agent):
    assert '/portal/feedback/?from=/portal/"' in as_colleague.get("/portal/").text
    assert '/portal/feedback/?from=/desk/"' in as_agent.get("/desk/").text


def test_what_it_is_about_comes_along_and_can_be_left_out(lead, as_colleague, colleague, team, service):
    mine = factories.incident(by=colleague, team=team, service=service)
    came_from = f"/portal/{mine.number}/"
    assert f"It is about {mine}" in words(as_colleague.get(SAY, {"from": came_from}).text)
    as_colleague.post(SAY, {"words": "Slow.", "came_from": came_from, "about": "on"})
    as_colleague.post(SAY, {"words": "Slow.", "came_from": came_from})
    first, second = Feedback.objects.order_by("pk")
    assert (first.ticket_id, first.service, first.page) == (mine.pk, service, came_from)
    assert (second.ticket_id, second.page) == (None, came_from)


def test_a_notice_is_spoken_about_too(lead, as_colleague, colleague, agent):
    notice = notices.open_notice(
        kind="news", title="A new menu", by=agent, aim={"people": [colleague]}, now=NOON
    )
    text = {"colleagues": dict.fromkeys(("what", "who", "do", "we"), "There is a new menu.")}
    notices.say(notice, "publish", by=agent, texts=text, now=NOON)
    as_colleague.post(
        SAY, {"words": "Which?", "came_from": f"/portal/notices/{notice.number}/", "about": "1"}
    )
    assert (Feedback.objects.get().notice, Feedback.objects.get().source) == (notice, "notice")


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "//[x", "javascript:alert(1)", "/no/such/page/", "/portal/INC-9999/"]
)
def test_an_address_that_says_nothing_stands_in_nobodys_way(lead, as_colleague, path):
    assert as_colleague.get(SAY, {"from": path}).status_code == 200
    as_colleague.post(SAY, {"words": "Slow.", "came_from": path, "about": "1"})
    assert Feedback.objects.get().ticket is None


def test_somebody_elses_ticket_is_not_told_about(lead, as_colleague, agent, team):
    theirs = factories.incident(by=PersonFactory(), team=team, title="Salary of the board")
    page = as_colleague.get(SAY, {"from": f"/portal/{theirs.number}/"})
    assert "Salary of the board" not in page.text


# What came of it -----------------------------------------------------------------------------------------------------


def test_its_author_reads_each_answer_and_says_how_it_is_now(heard, agent, as_colleague):
    sort(heard, Theme.objects.create(name="Moaning"), by=agent)
    finish(heard, "It has a new drum.", agent)
    page = as_colleague.get(f"/portal/feedback/{heard.number}/").text
    assert "It has a new drum." in page
    assert "Moaning" not in page
    as_colleague.post(f"/portal/feedback/{heard.number}/rate/", {"rating": "1", "words": "Still blank."})
    heard.refresh_from_db()
    assert (heard.state, heard.rated_again) == ("heard", 1)
    as_colleague.post(f"/portal/feedback/{heard.number}/say/", {"words": "Floor 3, too."})
    assert list(heard.steps.values_list("verb", flat=True)) == ["hear", "sort", "finish", "reopen", "say"]


def test_what_somebody_said_is_nobody_elses_to_read(heard, as_outsider, signed_in):
    assert signed_in(PersonFactory()).get(f"/portal/feedback/{heard.number}/").status_code == 404
    assert signed_in(PersonFactory()).get(heard.get_absolute_url()).status_code == 404
    assert as_outsider.get(heard.get_absolute_url()).status_code == 200


def test_what_is_about_a_ticket_closed_to_the_desk_is_closed_with_it(lead, as_outsider, colleague, team):
    secret = factories.incident(by=colleague, team=team, restricted=True)
    about = hear(source="page", words="Who saw it?", author=colleague, ticket=secret)
    assert as_outsider.get(about.get_absolute_url()).status_code == 404
    assert about.number not in as_outsider.get("/comms/feedback/").text
    assert about.number not in as_outsider.get("/api/v1/feedback/").text


def test_you_said_we_did_names_nobody(heard, idea, agent, as_outsider, as_colleague):
    finish(heard, "Dear Ana, a new drum.", agent, you_said="Printers print blank", we_did="A new drum.")
    plan(idea, "We build it.", agent)
    page = words(as_colleague.get("/portal/feedback/said/").text)
    assert "Printers print blank" in page
    assert "Reset a password by phone" in page
    assert "Dear Ana" not in page


# Ideas ---------------------------------------------------------------------------------------------------------------


def test_everybody_reads_an_idea_and_votes_once(idea, as_outsider):
    for _ in range(2):
        as_outsider.post(f"/portal/feedback/{idea.number}/vote/", {"vote": "for"})
    idea.refresh_from_db()
    assert idea.votes == 1
    page = as_outsider.post(f"/portal/feedback/{idea.number}/vote/", {"vote": "back"}, HTTP_HX_REQUEST="true")
    assert 'aria-pressed="false"' in page.text
    idea.refresh_from_db()
    assert (idea.votes, idea.voters.count()) == (0, 0)


def test_nobody_votes_for_their_own_nor_for_what_has_ended(idea, agent, as_colleague, as_outsider):
    assert as_colleague.post(f"/portal/feedback/{idea.number}/vote/").status_code == 409
    finish(idea, "It is there.", agent)
    assert as_outsider.post(f"/portal/feedback/{idea.number}/vote/").status_code == 409


def test_what_is_alike_is_shown_before_it_is_sent_and_does_not_forbid_it(idea, as_outsider):
    new = "/portal/feedback/ideas/new/"
    told = {"title": "Reset my password by a phone call"}
    assert idea.title in as_outsider.get("/portal/feedback/ideas/alike/", told, HTTP_HX_REQUEST="true").text
    page = as_outsider.post(new, told)
    assert "Is it one of these?" in page.text
    assert Feedback.objects.count() == 1
    as_outsider.post(new, {**told, "sure": "1"})
    assert Feedback.objects.count() == 2


def test_what_is_like_nothing_is_sent_at_once(idea, as_outsider):
    as_outsider.post("/portal/feedback/ideas/new/", {"title": "Better coffee in Leeds"})
    assert Feedback.objects.filter(title="Better coffee in Leeds", kind="idea").exists()


def test_ideas_stand_by_votes(idea, lead, as_agent, outsider):
    second = hear(source="page", kind="idea", title="Better coffee", author=outsider)
    ideas.vote(second, PersonFactory())
    page = as_agent.get("/portal/feedback/ideas/").text
    assert page.index("Better coffee") < page.index("Reset a password")
    newest = as_agent.get("/portal/feedback/ideas/?state=heard&order=new").text
    assert newest.index("Better coffee") < newest.index("Reset a password")
    assert "Better coffee" not in as_agent.get("/portal/feedback/ideas/?state=done").text


# The desk ------------------------------------------------------------------------------------------------------------


def test_the_ledger_shows_who_waits_the_oldest_first(heard, idea, lead, agent, colleague, as_agent):
    old = hear(
        source="mail", words="What does “pending” mean?", author=colleague, now=NOON - timedelta(days=30)
    )
    finish(idea, "It is there.", agent)
    page = as_agent.get("/comms/feedback/").text
    assert page.index(old.number) < page.index(heard.number)
    assert idea.number not in page
    assert "2 wait for an answer" in words(page)
    assert old.number in as_agent.get("/comms/feedback/?state=late").text
    assert old.number in as_agent.get("/comms/feedback/?mine=true").text


@pytest.mark.parametrize(
    ("verb", "said", "state"),
    [
        ("answer", {"words": "We look at it."}, "heard"),
        ("plan", {"words": "Ordered.", "by_when": "2030-01-01"}, "planned"),
        ("finish", {"words": "A new drum.", "you_said": "Blank pages", "we_did": "A new drum"}, "done"),
        ("decline", {"words": "It leaves in May."}, "not_now"),
    ],
)
def test_the_desk_answers_on_a_page_of_its_own(heard, as_agent, verb, said, state):
    url = f"{heard.get_absolute_url()}{verb}/"
    assert as_agent.get(url).status_code == 200
    assert as_agent.post(url, {}).status_code == 422
    assert as_agent.post(url, said).status_code == 302
    heard.refresh_from_db()
    assert (heard.state, heard.steps.last().words) == (state, said["words"])


@pytest.mark.parametrize(
    ("verb", "said", "error"),
    [
        ("finish", {"words": "Done.", "you_said": "Blank pages"}, "Say both"),
        ("plan", {"words": "Soon.", "by_when": "2020-01-01"}, "A plan lies ahead"),
        ("decline", {"words": ""}, "Nothing ends without a word to whoever said it."),
    ],
)
def test_what_is_missing_is_said_on_the_page(heard, as_agent, verb, said, error):
    page = as_agent.post(f"{heard.get_absolute_url()}{verb}/", said)
    assert (page.status_code, error in page.text) == (422, True)
    heard.refresh_from_db()
    assert heard.state == "heard"


def test_a_verb_that_is_not_possible_now_is_refused_and_one_that_is_none_is_not_there(heard, agent, as_agent):
    finish(heard, "A new drum.", agent)
    assert as_agent.post(f"{heard.get_absolute_url()}plan/", {"words": "Ordered."}).status_code == 409
    assert as_agent.get(f"{heard.get_absolute_url()}say/").status_code == 404


def test_themes_count_as_long_as_their_lists(heard, idea, agent, as_agent):
    as_agent.post(f"{heard.get_absolute_url()}sort/", {"new": "Printing"})
    as_agent.post(f"{idea.get_absolute_url()}sort/", {"new": " printing "})
    finish(idea, "It is there.", agent)
    theme = Theme.objects.get()
    page = as_agent.get("/comms/feedback/themes/").text
    counts = [int(n) for n in re.findall(rf'theme={theme.pk}&amp;state=\w+">(\d+)', page)]
    lists = [
        as_agent.get(f"/comms/feedback/?theme={theme.pk}&state={state}").text.count('class="title"')
        for state in ("open", "all")
    ]
    assert counts == lists == [1, 2]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/comms/feedback/?state=all", 10), ("/comms/feedback/themes/", 10), ("/portal/feedback/", 10),
        ("/portal/feedback/ideas/", 10), ("/portal/feedback/said/", 10),
    ],
)  # fmt: skip
def test_a_list_costs_the_same_for_one_and_for_many(
    heard, idea, colleague, agent, service, as_agent, django_assert_max_num_queries, path, most
):
    as_agent.get(path)
    with django_assert_max_num_queries(most) as one:
        as_agent.get(path)
    for n in range(5):
        item = hear(
            source="page", words="Slow.", title=f"Idea {n}", kind="idea", author=agent, service=service
        )
        sort(item, Theme.objects.create(name=f"Theme {n}"), by=agent)
        finish(item, "Done.", agent)
    with django_assert_max_num_queries(len(one)):
        as_agent.get(path)


def test_a_page_costs_no_more_for_a_long_history(heard, agent, as_agent, django_assert_max_num_queries):
    as_agent.get(heard.get_absolute_url())
    with django_assert_max_num_queries(15) as one:
        as_agent.get(heard.get_absolute_url())
    for n in range(5):
        plan(heard, f"Later {n}.", PersonFactory())
    with django_assert_max_num_queries(len(one)):
        as_agent.get(heard.get_absolute_url())


def test_what_was_said_in_passing_is_written_down_and_its_author_has_the_receipt(
    lead, agent, colleague, service, as_agent, told
):
    page = as_agent.post(
        "/comms/feedback/new/", {"author": colleague.email, "words": "Slow.", "service": service.pk}
    )
    heard = Feedback.objects.get()
    assert page.url == heard.get_absolute_url()
    assert (heard.author, heard.source, heard.service) == (colleague, "talk", service)
    assert "Ana Reis said, written down by Ivo Lund" in words(as_agent.get(page.url).text)
    told(heard.heard_at)
    assert Delivery.objects.get(person=colleague).group == "receipt"


# The mail's foot -----------------------------------------------------------------------------------------------------


def test_every_mail_leads_to_a_signed_page_that_takes_words_without_a_sign_in(
    heard, told, client, colleague, team
):
    mine = factories.incident(by=colleague, team=team)
    told()
    mail = Delivery.objects.get(person=colleague)
    (path,) = re.findall(r"Say what could be better: \S+?(/comms/better/\S+)", mail.text)
    assert path in mail.html
    page = client.get(path)
    assert "You speak as Ana Reis" in page.text
    path = f"/comms/better/{links.token(colleague, mine)}/"
    assert f"It is about {mine}" in words(client.get(path).text)
    assert Feedback.objects.count() == 1
    assert "We have heard you" in client.post(path, {"words": "Too long.", "about": "1"}).text
    said = Feedback.objects.latest("pk")
    assert (said.author, said.source, said.ticket_id) == (colleague, "mail", mine.pk)


def test_whoever_forged_it_left_or_is_somebody_else_says_nothing(lead, client, colleague, as_outsider):
    path = f"/comms/better/{links.token(colleague)}/"
    assert client.post(path[:-3] + "xx/", {"words": "No."}).status_code == 404
    assert as_outsider.post(path, {"words": "No."}).status_code == 403
    colleague.is_active = False
    colleague.save()
    assert client.post(path, {"words": "No."}).status_code == 404
    assert not Feedback.objects.exists()


def test_a_forwarded_mail_does_not_fill_the_ledger(lead, client, colleague):
    rows = [hear(source="mail", words="Again.", author=colleague, now=timezone.now()) for _ in range(10)]
    answer = client.post(f"/comms/better/{links.token(colleague)}/", {"words": "And again."})
    assert (answer.status_code, Feedback.objects.count()) == (429, len(rows))


def test_a_year_old_link_says_nothing(lead, client, colleague, time_machine):
    time_machine.move_to(NOON - timedelta(days=400))
    token = links.token(colleague)
    time_machine.move_to(NOON)
    assert client.get(f"/comms/better/{token}/").status_code == 404
    assert FeedbackStep.objects.count() == 0
