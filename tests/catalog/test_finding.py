"""The portal's one box: what it answers, to whom, and what is kept of it."""

import pytest
from django.utils import timezone

from comms.notices import telling
from itsm.knowledge.models import Asked
from tests.catalog.kit import offering
from tests.comms.notices.conftest import WORDS
from tests.factories import PersonFactory, incident

FIND, OPEN, LIKE = "/portal/find/", "/portal/find/open/", "/portal/find/like/"
TYPING = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "answers"}


@pytest.fixture
def laptop(agent, team):
    return offering(by=agent, team=team)


@pytest.fixture
def outage(agent, colleague):
    notice = telling.open_notice(kind="outage", title="Mail is down", by=agent, aim={"people": [colleague]})
    until = timezone.now() + timezone.timedelta(minutes=20)
    telling.say(notice, "publish", by=agent, texts={"colleagues": WORDS}, next_update_at=until)
    return notice


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_answers_from_notices_offerings_and_own_tickets(as_colleague, colleague, laptop, outage, service):
    incident(by=colleague, service=service, title="Mail comes late")
    incident(by=PersonFactory(), service=service, title="Mail of somebody else")
    page = text(as_colleague.get(FIND, {"q": "mail"}))
    assert "Mail is down" in page
    assert "Mail comes late" in page
    assert "somebody else" not in page
    assert "New laptop" in text(as_colleague.get(FIND, {"q": "laptop"}))


def test_while_one_types_only_the_answers_come_and_nothing_is_kept(as_colleague, laptop):
    part = text(as_colleague.get(FIND, {"q": "laptop"}, **TYPING))
    assert "New laptop" in part
    assert "<html" not in part
    assert 'role="status"' in part
    assert not Asked.objects.exists()


def test_an_empty_box_is_an_empty_answer(as_colleague):
    assert (
        text(as_colleague.get(FIND, {"q": " \x00"}, **TYPING)).strip()
        == '<div id="answers" class="answers">\n      \n    </div>'
    )
    assert "What do you need?" in text(as_colleague.get(FIND))


def test_what_is_not_for_them_is_not_among_the_answers(as_colleague, signed_in, agent, team, outage):
    offering(by=agent, team=team, key="vault", title="Key to the vault", audience="desk")
    assert "Key to the vault" not in text(as_colleague.get(FIND, {"q": "vault"}))
    assert "Mail is down" not in text(signed_in(PersonFactory()).get(FIND, {"q": "mail"}))


def test_without_an_answer_a_person_helps_and_the_words_go_along(as_colleague):
    page = text(as_colleague.get(FIND, {"q": "flux capacitor"}))
    assert "Nothing we know fits these words" in page
    assert "/incidents/report/?words=flux%20capacitor" in page
    assert "/incidents/talk/?words=flux" in page


def test_a_finished_search_is_kept_once_with_what_was_opened(as_colleague, colleague, laptop):
    as_colleague.get(FIND, {"q": "laptop"})
    as_colleague.get(FIND, {"q": "laptop"})
    answer = as_colleague.get(OPEN, {"q": "laptop", "n": 1, "to": "/portal/catalog/new-laptop/"})
    assert answer.url == "/portal/catalog/new-laptop/"
    kept = Asked.objects.get()
    assert (kept.by, kept.words, kept.hits, kept.opened) == (
        colleague,
        "laptop",
        1,
        "/portal/catalog/new-laptop/",
    )


def test_a_search_in_vain_is_kept_as_one(as_colleague):
    as_colleague.get(FIND, {"q": "flux capacitor"})
    assert Asked.objects.get().hits == 0


@pytest.mark.parametrize(
    "to", ["", "https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_it_leads_nowhere_else(as_colleague, to):
    assert as_colleague.get(OPEN, {"q": "x", "to": to}).status_code == 404


def test_while_one_reports_what_is_like_it_is_offered_with_me_too(as_colleague, outage, laptop):
    part = text(as_colleague.get(LIKE, {"title": "mail is down"}))
    assert "Is it this?" in part
    assert f"/portal/notices/{outage.number}/me-too/" in part
    assert "New laptop" not in text(as_colleague.get(LIKE, {"title": "laptop"}))  # nobody asks for one here
    assert "Is it this?" not in text(as_colleague.get(LIKE, {"title": "ma"}))
