"""The words of the trade: each on screen has a plain meaning, and a practice that is off brings none."""

import re

import pytest

from itsm.frame import practices, terms
from tests.settings import ROOT

# What the trade says, as the field guide of ITIL 4 has it.
VOCABULARY = (
    "incident", "service request", "problem", "known error", "workaround", "change", "standard change", "normal change",
    "emergency change", "change authority", "change schedule", "service level agreement", "operational level agreement",
    "experience level agreement", "major incident", "event", "alert", "resolved", "closed", "response", "acknowledgement",
    "severity", "priority", "impact", "urgency", "escalation", "backlog", "knowledge base", "configuration item",
    "change advisory board", "post-implementation review", "rollback", "post-mortem", "hand-over", "percentile", "median",
)  # fmt: skip
PLAIN = {term.key: f"{term.name} {term.also}".lower() for term in terms.TERMS.values()}


@pytest.mark.parametrize("word", VOCABULARY)
def test_every_word_of_the_trade_stands_in_the_glossary(word):
    assert any(word in said for said in PLAIN.values())


def test_every_question_mark_on_a_page_leads_to_a_word():
    asked = {
        key
        for path in (ROOT / "templates").rglob("*.html")
        for key in re.findall(r'{% term "([^"]*)" %}', path.read_text())
    }
    assert len(asked) > 10
    assert asked <= terms.TERMS.keys()


def test_no_meaning_needs_another_glossary():
    """A sentence or three, none longer than what fits a breath."""
    for term in terms.TERMS.values():
        sentences = re.split(r"(?<=[.?])\s", str(term.plain))
        assert all(len(sentence.split()) <= 30 for sentence in sentences), term.key


def test_the_page_lists_them_by_the_alphabet(as_colleague):
    page = as_colleague.get("/help/terms/").content.decode()
    places = [page.index(f'id="{key}"') for key in ("alert", "baton", "known_error", "two_mirrors")]
    assert places == sorted(places)


def test_a_word_of_a_practice_that_is_off_is_not_there(monkeypatch):
    problems = practices.find("problems")
    monkeypatch.setattr(practices, "_kept", (float("inf"), practices.State.of(off=[problems], on=[])))
    assert "known_error" not in {term.key for term in terms.here()}
    assert "incident" in {term.key for term in terms.here()}
