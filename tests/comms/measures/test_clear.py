"""“Was this clear?” under a notice: one press, changed at will, counted and never named."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.models import Addressee
from comms.notices import reading, telling
from itsm.tickets.errors import Refused
from tests.comms.notices.conftest import TEXTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(agent, colleague, service):
    notice = telling.open_notice(
        kind="outage", title="Mail is down", by=agent, services=[service], aim={"people": [colleague]}
    )
    telling.say(
        notice, "publish", by=agent, texts=TEXTS, next_update_at=timezone.now() + timedelta(minutes=20)
    )
    return notice


def answer_of(notice):
    return Addressee.objects.get(notice=notice).clear


def test_one_press_says_it_and_another_changes_it(told, as_colleague):
    here = f"/portal/notices/{told.number}/"
    assert "Was this clear?" in as_colleague.get(here).content.decode()
    assert as_colleague.post(f"{here}clear/", {"yes": "0"}).status_code == 302
    assert answer_of(told) is False
    assert "Nobody sees who said what" in as_colleague.get(here).content.decode()
    as_colleague.post(f"{here}clear/", {"yes": "1"})
    assert answer_of(told) is True


@pytest.mark.parametrize("data", [{}, {"yes": "maybe"}])
def test_nonsense_is_no_answer(told, as_colleague, data):
    assert as_colleague.post(f"/portal/notices/{told.number}/clear/", data).status_code == 422
    assert answer_of(told) is None


def test_whoever_was_not_addressed_has_no_say(told, outsider):
    with pytest.raises(Refused):
        reading.clear(told, outsider, yes=True, now=timezone.now())
    assert answer_of(told) is None
