"""A rehearsed outage: real clocks, nothing that leaves, a score that stays what it is."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from comms.drill.rehearsing import Rehearsal, end, start
from comms.models import Addressee, ChatPost, Delivery, Drill, Held, Notice, Notification, Update
from comms.notices import drafts, telling
from comms.promises.alerts import sweep
from itsm.insights.measures import Filter, measures, one
from itsm.tickets.errors import Refused
from itsm.tickets.models import Event, Outbox, Ticket

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LEAVES = (Delivery, Notification, Held, ChatPost, Outbox, Event, Ticket)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def drill(agent, service):
    return start(story="mail", service=service, by=agent, now=NOON)


def speak(drill, verb, minute, *, until=20):
    notice = Notice.objects.get(pk=drill.notice_id)
    more = {"lost": ""} if verb == "resolve" else {"next_update_at": at(minute + until)}
    telling.say(
        notice,
        verb,
        by=drill.started_by,
        texts=drafts.draft(notice, verb, now=at(minute)),
        now=at(minute),
        **more,
    )


def play(drill):
    """As well as can be: it works again after 38 minutes, and the last word comes at 45."""
    for verb, minute in (("publish", 4), ("update", 9), ("identify", 20), ("monitor", 33), ("resolve", 45)):
        speak(drill, verb, minute)
    end(drill, now=at(50))


def test_a_well_rehearsed_outage_keeps_every_step_and_the_score_repeats(drill):
    play(drill)
    first, later = (Rehearsal.of(Drill.objects.get(), now=now) for now in (at(51), at(60 * 24 * 365)))
    assert (first.cadence.kept, first.cadence.over) == (5, 5)
    assert first.score.points == later.score.points == 100


def test_the_steps_come_due_by_the_real_clock(drill):
    shown = [Rehearsal.of(drill, now=at(minute)) for minute in (2, 6)]
    assert [run.cadence.next.state for run in shown] == ["due", "missed"]
    assert [len(run.scenes) for run in shown] == [1, 2]


def test_nothing_of_it_leaves_nor_is_counted(
    drill, colleague, agent, as_colleague, as_manager, django_capture_on_commit_callbacks
):
    before = [model.objects.count() for model in LEAVES]
    with django_capture_on_commit_callbacks(execute=True):
        play(drill)
        sweep(now=at(200))
    assert [model.objects.count() for model in LEAVES] == before
    assert set(Addressee.objects.values_list("person", flat=True)) == {agent.pk}
    number = drill.notice.number
    assert as_colleague.get(f"/portal/notices/{number}/").status_code == 404
    for address in ("/portal/", "/portal/notices/", "/status/"):
        assert number not in as_colleague.get(address).content.decode()
    period = Filter(since=NOON - timedelta(days=1), until=NOON + timedelta(days=1))
    assert sum(one(measure, period).n for measure in measures()) == 0


def test_one_rehearsal_at_a_time_for_each(drill, agent, outsider):
    with pytest.raises(Refused):
        start(story="mail", by=agent, now=at(1))
    assert start(story="network", by=outsider, now=at(1)).pk
    end(drill, now=at(2))
    assert start(story="mail", by=agent, now=at(3)).pk


def test_ended_twice_it_ended_once(drill):
    end(drill, now=at(10))
    end(drill, now=at(90))
    assert Drill.objects.get().ended_at == at(10)
    assert not Notice.objects.get().open


def test_ended_early_it_is_judged_by_what_had_been_due(drill):
    speak(drill, "publish", 4)
    end(drill, now=at(8))
    run = Rehearsal.of(drill, now=at(500))
    assert (run.cadence.kept, run.cadence.over) == (1, 1)


def test_from_the_page_an_update_takes_two_presses(as_agent, service):
    with time_machine.travel(NOON, tick=False):
        answer = as_agent.post("/comms/drill/", {"story": "mail", "service": service.pk})
        here = answer["Location"]
    with time_machine.travel(at(3), tick=False):
        page = as_agent.get(here).content.decode()
        assert f'<a class="button primary" href="{here}publish/">' in page  # the first press
        form = as_agent.get(f"{here}publish/")
        said = as_agent.post(
            f"{here}publish/", fields_of(form.context["message"])
        )  # the second, nothing typed
        assert said.status_code == 302
    with time_machine.travel(at(12), tick=False):
        page = as_agent.get(here)
        assert [state for _name, state, _step in page.context["cadence_steps"]] == ["kept", "missed"]
        part = as_agent.get(here, headers={"HX-Request": "true"}).content.decode()
        assert part.lstrip().startswith('<div id="run"')
        as_agent.post(f"{here}end/")
        page = as_agent.get(here).content.decode()
    assert "1 of 2 words came when they were due" in page
    assert Update.objects.count() == 1
    history = as_agent.get("/comms/drill/").content.decode()
    assert "of 100" in history
    assert f'href="{here}"' in history


def fields_of(message):
    """What a browser sends when nobody types anything."""
    data = {}
    for form in (*message.texts, message.when):
        for field in form:
            value = field.value()
            if field.name == "next_update_at":
                value = next(choice for choice, _label in field.field.choices if choice)
            data[field.html_name] = "" if value is None else value
    data.pop("urgent", None)
    return data


def test_a_step_that_does_not_fit_and_an_empty_slot_are_refused(drill, as_agent):
    here = f"/comms/drill/{drill.pk}/"
    assert as_agent.get(f"{here}resolve/").status_code == 404
    assert as_agent.post(f"{here}publish/", {"colleagues-what": ""}).status_code == 422
    end(drill, now=at(5))
    assert as_agent.get(f"{here}publish/").status_code == 404


def test_words_that_lie_ready_are_shown_for_every_step_and_audience(as_agent):
    page = as_agent.get("/comms/drill/")
    assert len(page.context["prepared"]) == 5
    for _name, covered in page.context["prepared"]:
        assert [each.filled for each in covered] == [5, 5, 5, 5]


def test_the_history_costs_the_same_for_few_and_many(agent, service, as_agent, django_assert_max_num_queries):
    def rehearse(count):
        for _n in range(count):
            play(start(story="mail", by=agent, now=NOON))

    rehearse(1)
    as_agent.get("/comms/drill/")
    with django_assert_max_num_queries(15) as few:
        as_agent.get("/comms/drill/")
    rehearse(5)
    with django_assert_max_num_queries(
        len(few) + 1
    ):  # whether anything is broken every page asks now and then
        as_agent.get("/comms/drill/")


@pytest.mark.parametrize("address", ["", "{pk}/", "{pk}/publish/"])
def test_only_the_desk_rehearses(drill, as_colleague, address):
    assert as_colleague.get(f"/comms/drill/{address.format(pk=drill.pk)}").status_code == 404
