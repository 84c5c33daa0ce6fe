"""Notices at the desk: the list, writing one, its page with the funnel, and what colleagues ask."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comms.models import Notice, NoticeDraft, Question
from comms.notices import questions, reading, telling
from itsm.people.models import Person
from tests.comms.notices.conftest import TEXTS
from tests.factories import PersonFactory, incident

SLOTS = {
    "subject": "Mail is down",
    "what": "You cannot send or get mail.",
    "who": "Everyone at all sites.",
    "do": "Use the phone or chat.",
    "we": "We are looking for the cause.",
    "next": "",
}


def filled(act="tell", **fields):
    """The composer as the browser sends it."""
    texts = {
        f"{audience}-{slot}": words
        for audience in ("colleagues", "managers", "it", "sponsor")
        for slot, words in SLOTS.items()
    }
    soon = (timezone.now() + timedelta(minutes=20)).isoformat(timespec="minutes")
    return {
        "act": act,
        "tab": "colleagues",
        "title": "Mail is down",
        "next_update_at": soon,
        **texts,
        **fields,
    }


@pytest.fixture
def running(agent, service):
    """Published now, for three, with a question to check it."""
    readers = [PersonFactory(name=f"Reader {number}") for number in range(3)]
    notice = telling.open_notice(
        kind="outage", title="Mail is down", by=agent, services=[service], aim={"people": readers},
        must_acknowledge=True, question="Is your mail lost?", answers=["No", "Yes"], right=0,
    )  # fmt: skip
    telling.say(
        notice, "publish", by=agent, texts=TEXTS, next_update_at=timezone.now() + timedelta(minutes=20)
    )
    notice.readers = readers
    return notice


class TestComposer:
    def test_is_filled_in_from_the_incident(self, as_agent, colleague, service):
        ticket = incident(by=colleague, title="Mail is down in Porto", service=service)
        page = as_agent.get(f"/comms/notices/new/?ticket={ticket.number}").content.decode()
        assert 'value="Mail is down in Porto"' in page
        assert f'value="{service.pk}" id="id_services_0" checked' in page.replace('class="', 'class="')
        assert "Tell 1 colleague" in page  # who reported it

    def test_tells_and_leads_to_the_funnel(self, as_agent, colleague, service):
        ticket = incident(by=colleague, service=service)
        address = f"/comms/notices/new/?ticket={ticket.number}"
        answer = as_agent.post(address, filled(services=[service.pk]))
        notice = Notice.objects.get()
        assert answer.status_code == 302
        assert answer.headers["Location"] == notice.get_absolute_url()
        assert notice.phase == "investigating"
        assert notice.ticket_id == ticket.pk
        assert [row.person for row in notice.addressees.all()] == [colleague]
        assert not NoticeDraft.objects.exists()

    def test_loses_nothing_on_a_bad_input(self, as_agent, colleague, service):
        answer = as_agent.post(
            "/comms/notices/new/",
            filled(**{"people": [colleague.pk], "managers-what": "", "next_update_at": ""}),
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Nothing was sent yet" in page
        assert "Managers, what happens" in page
        assert "Use the phone or chat." in page
        assert not Notice.objects.exists()

    def test_keeps_the_draft_on_the_server_while_somebody_types(self, as_agent, agent, colleague):
        as_agent.post(
            "/comms/notices/new/",
            filled(act="look", people=[colleague.pk], title="", **{"colleagues-what": "Half a sen"}),
            headers={"HX-Request": "true", "HX-Target": "looked"},
        )
        page = as_agent.get("/comms/notices/new/").content.decode()
        assert "Half a sen" in page
        assert "You go on with what you wrote" in page
        assert "aria-invalid" not in page  # nobody pressed the button yet
        as_agent.post("/comms/notices/new/", {"act": "discard"})
        assert "Half a sen" not in as_agent.get("/comms/notices/new/").content.decode()

    def test_a_colleague_is_added_by_address_and_counted_at_once(self, as_agent, colleague):
        answer = as_agent.post(
            "/comms/notices/new/",
            filled(act="look", add=colleague.email),
            headers={"HX-Request": "true", "HX-Target": "audience"},
        )
        page = answer.content.decode()
        assert "Tell 1 colleague" in page
        assert f'name="people" value="{colleague.pk}" checked' in page

    def test_nobody_at_all_is_not_told(self, as_agent, db):
        answer = as_agent.post("/comms/notices/new/", filled())
        assert answer.status_code == 422
        assert "Choose who is told" in answer.content.decode()

    def test_a_maintenance_that_comes_late_asks_for_the_reason(self, as_agent, colleague):
        begin = timezone.localtime(timezone.now() + timedelta(hours=20))
        times = {
            "starts_at": f"{begin:%Y-%m-%dT%H:%M}",
            "ends_at": f"{begin + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        }
        address = "/comms/notices/new/?kind=maintenance"
        given = filled(people=[colleague.pk], next_update_at="", **times)
        refused = as_agent.post(address, given)
        assert refused.status_code == 422
        assert "Why it cannot wait" in refused.content.decode()
        assert as_agent.post(address, given | {"lead_time_reason": "The hole is open."}).status_code == 302
        assert Notice.objects.get().lead_time_reason == "The hole is open."

    def test_a_word_that_would_break_a_promise_is_refused_where_it_was_chosen(self, as_agent, colleague):
        late = (timezone.now() - timedelta(minutes=1)).isoformat(timespec="minutes")
        answer = as_agent.post("/comms/notices/new/", filled(people=[colleague.pk], next_update_at=late))
        assert answer.status_code == 422
        assert "Choose a time that is still to come" in answer.content.decode()

    def test_words_nobody_touched_follow_what_is_chosen_and_the_others_stay(self, as_agent, service):
        begun = as_agent.get("/comms/notices/new/").context["writing"]
        typed = {
            f"{form.audience}-{slot}": text
            for form in begun.text_forms
            for slot, text in form.words().items()
        }
        own = filled(act="look", **typed, title="") | {"title": "", "colleagues-do": "Call us."}
        region = {"HX-Request": "true", "HX-Target": "audience"}
        answer = as_agent.post("/comms/notices/new/", own | {"services": [service.pk]}, headers=region)
        page = answer.content.decode()
        assert "Mail does not work as it should." in page
        assert 'name="colleagues-what"' in page
        assert 'name="colleagues-do"' not in page
        assert "Call us." in as_agent.get("/comms/notices/new/").content.decode()

    def test_a_plainer_word_is_put_in_without_javascript_too(self, as_agent):
        given = filled(
            act="", put="colleagues-what|SMTP|sending mail", **{"colleagues-what": "Our smtp is slow."}
        )
        page = as_agent.post("/comms/notices/new/", given).content.decode()
        assert "Our sending mail is slow." in page
        assert as_agent.post("/comms/notices/new/", filled(act="", put="nonsense")).status_code == 200

    def test_says_that_the_incident_has_a_notice_already(self, as_agent, agent, colleague, service):
        ticket = incident(by=colleague, service=service)
        notice = telling.open_notice(kind="outage", title="Known", by=agent, ticket=ticket)
        telling.say(
            notice, "publish", by=agent, texts=TEXTS, next_update_at=timezone.now() + timedelta(minutes=9)
        )
        page = as_agent.get(f"/comms/notices/new/?ticket={ticket.number}").content.decode()
        assert f"{notice.number} “Known” is already told" in page


class TestPage:
    @pytest.mark.parametrize("region", ["head", "funnel", "questions", "story", "sending"])
    def test_each_region_is_fetched_on_its_own(self, region, as_agent, running):
        asked = {"HX-Request": "true", "HX-Target": region}
        page = as_agent.get(running.get_absolute_url(), headers=asked).content.decode()
        assert f'id="{region}"' in page
        assert "<html" not in page

    def test_is_the_funnel(self, as_agent, running):
        first, second, _third = running.readers
        reading.acknowledge(running, first, now=timezone.now())
        reading.answer(running, first, 0, now=timezone.now())
        reading.answer(running, second, 1, now=timezone.now())
        page = as_agent.get(running.get_absolute_url()).content.decode()
        for step in ('Addressed</span> <span class="value">3', 'Seen</span> <span class="value">2'):
            assert step in page
        assert 'Confirmed</span> <span class="value">1' in page
        assert 'Understood</span> <span class="value">1' in page
        assert second.name in page  # who misread it
        assert "Remind 2 who have not confirmed" in page

    def test_the_next_message_is_three_clicks_away(self, as_agent, running):
        """The button on the page, “Tell 3 colleagues”, and yes."""
        page = as_agent.get(f"{running.get_absolute_url()}update/").content.decode()
        assert "Tell 3 colleagues" in page
        Person.objects.filter(pk=running.readers[0].pk).update(is_active=False)
        page = as_agent.get(f"{running.get_absolute_url()}update/").content.decode()
        assert "Tell 2 colleagues" in page, "who has left is told nothing"
        given = filled(seen=running.version)
        answer = as_agent.post(f"{running.get_absolute_url()}update/", given)
        assert answer.status_code == 302
        assert running.updates.count() == 2

    def test_who_was_overtaken_is_told_and_keeps_the_words(self, as_agent, agent, running):
        soon = timezone.now() + timedelta(minutes=30)
        seen = running.version
        telling.say(running, "update", by=agent, texts=TEXTS, next_update_at=soon)
        given = filled(seen=seen, **{"colleagues-what": "My own words."})
        answer = as_agent.post(f"{running.get_absolute_url()}update/", given)
        assert answer.status_code == 409
        assert "My own words." in answer.content.decode()
        assert running.updates.count() == 2

    def test_who_was_overtaken_goes_on_with_the_same_words_once_they_read_it(self, as_agent, running):
        address, seen = f"{running.get_absolute_url()}update/", running.version
        as_agent.post(address, filled("look", seen=seen, **{"colleagues-what": "My own words."}))
        assert "Read it again" not in as_agent.get(address).content.decode()
        soon = timezone.now() + timedelta(minutes=30)
        telling.say(running, "update", by=PersonFactory(), texts=TEXTS, next_update_at=soon)
        page = as_agent.get(address).content.decode()
        assert "Read it again" in page
        assert "My own words." in page
        given = filled(seen=re.search(r'name="seen" value="(\d+)"', page)[1])
        assert as_agent.post(address, given).status_code == 302

    def test_the_last_message_says_what_was_lost(self, as_agent, running):
        address = f"{running.get_absolute_url()}resolve/"
        given = filled(seen=running.version)
        assert as_agent.post(address, given).status_code == 422
        assert as_agent.post(address, given | {"lost": "no"}).status_code == 302
        running.refresh_from_db()
        assert running.phase == "resolved"

    def test_a_step_its_flow_does_not_have_now_is_refused(self, as_agent, running):
        assert as_agent.get(f"{running.get_absolute_url()}start/").status_code == 404
        assert as_agent.get(f"{running.get_absolute_url()}worsen/").status_code == 409

    def test_mails_can_be_stopped_and_let_go_on(self, as_agent, running):
        as_agent.post(f"{running.get_absolute_url()}sending/pause/")
        assert running.updates.get().paused_at
        as_agent.post(f"{running.get_absolute_url()}sending/resume/")
        assert running.updates.get().paused_at is None


class TestQuestions:
    def test_is_answered_once_for_all_who_asked(self, as_agent, running):
        first, second, _third = running.readers
        asked = questions.ask(running, first, "Are attachments gone?", "portal", now=timezone.now())
        other = questions.ask(running, second, "Something else entirely?", "mail", now=timezone.now())
        base = f"{running.get_absolute_url()}questions/"
        as_agent.post(f"{base}{other.pk}/together/", {"topic": asked.pk})
        assert as_agent.post(f"{base}{asked.pk}/answer/", {"words": " "}).status_code == 422
        as_agent.post(f"{base}{asked.pk}/answer/", {"words": "No, they are all there."})
        assert set(Question.objects.values_list("answer", flat=True)) == {"No, they are all there."}


class TestList:
    def test_says_what_runs_how_far_it_got_and_whether_the_word_is_late(self, as_agent, running):
        Notice.objects.filter(pk=running.pk).update(next_update_at=timezone.now() - timedelta(minutes=1))
        page = as_agent.get("/comms/notices/").content.decode()
        assert 'data-mark="broken"' in page
        assert "3 addressed, 0 delivered, 0 seen, 0 confirmed, 0 understood" in page

    def test_leads_back_to_what_was_begun_and_can_still_be_said(self, as_agent, agent, running):
        number, now = running.number, timezone.now()
        for about, fields in (
            ("new:outage:", {"title": ["Printers stand still"]}),
            ("new:news:INC-7", {"title": [""], "colleagues-subject": [""]}),
            (f"{number}:update", {}),
            (f"{number}:finish", {}),  # an outage has no such step
        ):
            NoticeDraft.keep(person=agent, about=about, fields=fields, now=now)
        page = as_agent.get("/comms/notices/").content.decode()
        assert '<a href="/comms/notices/new/?kind=outage"><bdi>Printers stand still</bdi></a>' in page
        assert '<a href="/comms/notices/new/?kind=news&amp;ticket=INC-7"><bdi>No title yet</bdi></a>' in page
        assert f'<a href="/comms/notices/{number}/update/"><bdi>Mail is down</bdi></a>' in page
        assert f"{number}/finish/" not in page

    def test_costs_the_same_for_one_notice_and_for_ten(
        self, as_agent, agent, running, django_assert_max_num_queries
    ):
        as_agent.get("/comms/notices/")
        with django_assert_max_num_queries(10) as few:
            as_agent.get("/comms/notices/")
        for _number in range(9):
            notice = telling.open_notice(
                kind="advisory", title="Watch out", by=agent, aim={"people": running.readers}
            )
            telling.say(notice, "publish", by=agent, texts=TEXTS)
        as_agent.get("/comms/notices/")
        with django_assert_max_num_queries(10) as many:
            as_agent.get("/comms/notices/")
        assert len(many) == len(few)


def test_the_incident_leads_to_announcing_it_and_shows_what_was_told(as_agent, agent, colleague, service):
    ticket = incident(by=colleague, service=service)
    address = ticket.get_absolute_url()
    assert f"/comms/notices/new/?ticket={ticket.number}" in as_agent.get(address).content.decode()
    notice = telling.open_notice(kind="outage", title="All mail is down", by=agent, ticket=ticket)
    telling.say(
        notice, "publish", by=agent, texts=TEXTS, next_update_at=timezone.now() + timedelta(minutes=20)
    )
    assert "All mail is down" in as_agent.get(address).content.decode()
