"""Feedback is a practice: off, nothing of it is there, and nobody who waits is left behind."""

import pytest

from comms.feedback import answer, measures
from comms.feedback.practice import FEEDBACK
from comms.models import Delivery
from itsm.frame.practices import StillInHand, is_here
from tests import factories


@pytest.fixture
def off(db, administrator):
    FEEDBACK.switch_off(by=administrator)
    yield
    FEEDBACK.switch_on(by=administrator)


@pytest.mark.parametrize(
    "path",
    [
        "/portal/feedback/", "/portal/feedback/ideas/", "/portal/feedback/said/", "/comms/feedback/", "/comms/improvements/",
        "/comms/better/x/", "/api/v1/feedback/", "/api/v1/themes/", "/api/v1/improvements/",
    ],
)  # fmt: skip
def test_while_it_is_off_none_of_its_pages_is_there(off, as_agent, path):
    assert as_agent.get(path).status_code == 404


def test_while_it_is_off_no_page_and_no_mail_leads_there(off, as_agent, as_colleague, colleague, team):
    assert "feedback" not in as_colleague.get("/portal/").text
    assert "feedback" not in as_agent.get("/desk/").text
    assert "You said, we did" not in as_colleague.get("/comms/preferences/").text
    assert not is_here(measures.promised)
    factories.incident(by=colleague, team=team)
    assert not Delivery.objects.filter(text__contains="could be better").exists()


def test_it_is_not_switched_off_while_somebody_waits_for_an_answer(heard, agent, administrator):
    with pytest.raises(StillInHand):
        FEEDBACK.switch_off(by=administrator)
    answer(heard, "We look at it.", agent)
    FEEDBACK.switch_off(by=administrator)
    assert not FEEDBACK.is_on
    FEEDBACK.switch_on(by=administrator)
