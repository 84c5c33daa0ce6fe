"""Nobody can find out who gave an answer without a name: not by a page, the API, a measure, a log, nor by looking twice."""

import logging
import re
from datetime import UTC, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from comms.models import Answer, Delivery, Feedback, Invitation, Survey, SurveyRules
from comms.surveys import answering, asking, links, opening, urn
from itsm.tickets.errors import Refused
from tests.comms.surveys.kit import MONDAY, asked, colleagues

GROUP = 5
SECRET = "Only I would say the word pomegranate."


def answer(survey: Survey, count: int, *, rating: int = 8, words: str = "") -> list[Answer]:
    waiting = survey.invitations.filter(state=Invitation.State.ASKED).select_related("survey")[:count]
    kept = [answering.keep(one, rating, now=MONDAY) for one in waiting]
    return [answering.add(one, words=words, now=MONDAY) for one in kept] if words else kept


@pytest.fixture
def survey(db, team) -> Survey:
    type(team).objects.filter(pk=team.pk).update(first_line=True)
    return asked(colleagues(16))


def shown(survey: Survey) -> int:
    return Answer.objects.open().filter(survey=survey).count()


# The tables -------------------------------------------------------------------------------------------------------------


def test_no_column_of_an_answer_leads_to_a_person(survey):
    answer(survey, 1)
    row = Answer.objects.values().get(survey=survey)
    about = {
        name: row[name]
        for name in ("named", "person_id", "ticket_id", "invitation_id", "feedback_id", "at", "hear_at")
    }
    assert about == {**dict.fromkeys(about), "named": False}
    invitation = Invitation.objects.filter(state="answered").values().get()
    assert {name for name, value in invitation.items() if value is not None} == {
        "id", "survey_id", "person_id", "state", "asked_at",
    }  # fmt: skip


@pytest.mark.parametrize("lead", ["person", "invitation", "at"])
def test_the_table_itself_refuses_a_lead(survey, colleague, lead):
    leads = {"person": colleague, "invitation": survey.invitations.first(), "at": MONDAY + timedelta(hours=1)}
    with pytest.raises(IntegrityError, match="nobody_behind_an_answer_without_name"), transaction.atomic():
        Answer.objects.create(
            survey=survey, named=False, sealed=lead != "at", rating=3, **{lead: leads[lead]}
        )


def test_what_comes_out_is_written_anew_at_once_and_in_an_order_of_chance(survey):
    given = [one.pk for one in answer(survey, 16)]
    opening.close(survey, now=MONDAY)
    rows = Answer.objects.filter(survey=survey)
    assert rows.count() == 16
    assert not rows.filter(pk__in=given).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM comms_answer")
        assert cursor.fetchone() == (1,)
    assert {one.at for one in rows} == {urn.monday(MONDAY)}


def test_the_order_in_which_they_come_out_is_not_the_one_in_which_they_came():
    orders = {
        tuple(one.rating for one in urn.drawn([Answer(rating=n) for n in range(11)], 5, closed=True))
        for _try in range(9)
    }
    assert len(orders) > 1


# Looking twice ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "out"), [(0, 0), (1, 0), (4, 0), (5, 0), (9, 0), (10, 5), (11, 6), (16, 11)]
)
def test_while_it_runs_a_group_comes_out_and_a_group_stays(survey, given, out):
    answer(survey, given)
    opening.come_out(survey, now=MONDAY)
    assert shown(survey) == out


@pytest.mark.parametrize(("given", "out"), [(0, 0), (4, 0), (5, 5), (9, 9), (12, 12)])
def test_at_the_end_all_come_out_or_if_they_are_too_few_none(survey, given, out):
    answer(survey, given)
    opening.close(survey, now=MONDAY)
    assert shown(survey) == out


def test_two_looks_never_differ_by_fewer_than_a_group(survey):
    seen = [0]
    for _answer in range(16):
        answer(survey, 1)
        opening.come_out(survey, now=MONDAY)
        seen.append(shown(survey))
    opening.close(survey, now=MONDAY)
    seen.append(shown(survey))
    assert seen[-1] == 16
    assert all(
        after - before == 0 or after - before >= GROUP for before, after in zip(seen, seen[1:], strict=False)
    )


# Administrators ---------------------------------------------------------------------------------------------------------


def test_the_smallest_group_is_only_ever_raised(survey, as_administrator):
    SurveyRules(minimum_group=9).save()
    typed = {"kinds": ["ticket"], "sampling_days": 14, "wait_hours": 2, "remind_days": 3, "minimum_group": 5}
    assert as_administrator.post(reverse("surveys:rules"), typed).status_code == 422
    SurveyRules(minimum_group=5).save()
    assert SurveyRules.the().minimum_group == 9
    answer(survey, 8)
    opening.close(survey, now=MONDAY)
    assert shown(survey) == 0  # five were promised, nine hold


def test_a_group_nobody_can_hide_in_is_not_asked(db):
    with pytest.raises(Refused, match="at least 5"):
        asked(colleagues(4))
    assert not Survey.objects.exists()
    assert not Delivery.objects.exists()


def test_who_was_asked_and_who_answered_is_forgotten_at_the_end(survey):
    answer(survey, 6)
    opening.close(survey, now=MONDAY)
    assert (survey.asked, survey.answered) == (16, 6)
    assert set(survey.invitations.values_list("state", flat=True)) == {"over"}


@pytest.fixture
def spoken(survey) -> Survey:
    """One unhappy answer among four: below the group, whoever asks."""
    answer(survey, 3)
    answer(survey, 1, rating=0, words=SECRET)
    opening.tend(now=MONDAY)
    return survey


@pytest.mark.parametrize("who", ["as_agent", "as_manager", "as_administrator"])
def test_no_page_and_no_api_shows_what_is_sealed(request, spoken, who):
    client = request.getfixturevalue(who)
    pages = [
        "surveys:list",
        "surveys:words",
        "ledger:ledger",
        "api:surveys-list",
        "api:surveys-words",
        "api:feedback-list",
    ]
    answers = [client.get(reverse(name)) for name in pages]
    for name in ("surveys:survey", "api:surveys-detail", "api:surveys-answers"):
        answers += [client.get(reverse(name, args=[spoken.pk]), {"rating": 0})]
    for found in answers:
        assert found.status_code == 200
        assert "pomegranate" not in found.content.decode()
    assert not Feedback.objects.exists()


def test_who_looks_at_people_sees_no_answer(spoken, as_administrator):
    for person in spoken.invitations.values_list("person", flat=True):
        page = as_administrator.get(reverse("people:person", args=[person])).content.decode()
        assert "pomegranate" not in page


def test_what_is_written_down_of_a_press_names_no_number(survey, client, caplog, settings):
    """The number stands behind the # in the mail, which no browser sends; what is posted is in no address."""
    caplog.set_level(logging.DEBUG)
    mine = survey.invitations.select_related("survey").first()
    pressed = links.address(mine, 3)
    assert re.search(r"/#r3$", pressed)
    assert "rating" not in pressed
    path = pressed.removeprefix(settings.BASE_URL).partition("#")[0]
    survey.__class__.objects.update(closes_at=timezone.now() + timedelta(days=3))
    assert client.post(path, {"rating": "3"}).status_code == 200
    assert Answer.objects.get().rating == 3
    assert "rating" not in caplog.text


def test_a_mail_that_lies_around_tells_nothing(survey, client):
    """Whoever opens the link later, an administrator with the mail before them, sees that there is an answer, not which."""
    survey.__class__.objects.update(closes_at=timezone.now() + timedelta(days=3))
    mine = survey.invitations.select_related("survey").first()
    kept = answering.add(answering.keep(mine, 2, now=MONDAY), words=SECRET, now=MONDAY)
    page = client.get(
        links.address(mine).partition("8000")[2] or f"/comms/surveys/answer/{links.token(mine)}/"
    ).content.decode()
    assert "it stands" in page
    assert SECRET not in page
    assert str(kept.pk) not in page


def test_nobody_answers_twice_without_a_name(survey):
    mine = survey.invitations.select_related("survey").first()
    answering.keep(mine, 2, now=MONDAY)
    with pytest.raises(Refused):
        answering.keep(mine, 9, now=MONDAY)
    assert Answer.objects.get().rating == 2


def test_unhappy_words_become_feedback_of_nobody_when_they_come_out(survey):
    answer(survey, 9)
    answer(survey, 1, rating=1, words="The lift is faster than the network.")
    opening.close(survey, now=MONDAY + timedelta(days=3))
    heard = Feedback.objects.get()
    assert (heard.author, heard.rating, heard.source) == (None, 1, "survey")
    assert heard.heard_at.astimezone(UTC) == MONDAY + timedelta(days=3)  # of the heap, not of the answer


def test_the_reminder_goes_to_who_has_not_answered(survey):
    answer(survey, 6)
    asking.sweep(now=MONDAY + timedelta(days=3, minutes=1))
    assert Delivery.objects.count() == 10


def test_each_night_all_that_lies_sealed_is_written_anew_so_no_order_and_no_transaction_tells_whose_it_is(
    survey, monkeypatch
):
    """Until then a row lies where, and was written when, the invitation was marked."""

    def lying():
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, ctid FROM comms_answer ORDER BY ctid")
            return dict(cursor.fetchall())

    kept = answer(survey, 6)
    were = lying()
    monkeypatch.setattr(urn._chance, "shuffle", lambda rows: rows.reverse())
    assert urn.unseal(survey, now=MONDAY) == []
    now = lying()
    assert list(now) == list(were)[::-1]
    assert not set(now.values()) & set(were.values())
    assert answering.add(kept[0], words="Still mine to add to.", now=MONDAY).words


def test_whoever_presses_after_it_ended_is_told_so_and_leaves_no_trace(survey):
    late = survey.invitations.select_related("survey").first()
    opening.close(survey, now=MONDAY)
    with pytest.raises(Refused, match="no longer asked"):
        answering.keep(late, 3, now=MONDAY)
    assert not Answer.objects.exists()
    assert not survey.invitations.filter(state=Invitation.State.ANSWERED).exists()
