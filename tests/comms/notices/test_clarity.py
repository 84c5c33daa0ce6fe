"""Plain words: what is advised, and that the gate tells good notices from bad ones."""

import pytest
from django.utils import timezone

from comms.models import Audience, Jargon, Notice
from comms.notices import clarity, drafts
from tests.comms.notices.conftest import NOW
from tests.comms.notices.texts import BAD, GOOD

SLOTS = ("subject", "what", "who", "do", "we", "next")
MOST_WRONG = 3  # of thirty, on either side


def words(*texts: str) -> dict[str, str]:
    return dict(zip(SLOTS, texts, strict=True))


def only(text: str, slot: str = "what", **more: str) -> list[clarity.Advice]:
    """Advice about one slot's words, the others being plain."""
    return [one for one in clarity.look_at(words(*GOOD[0]) | {slot: text}, **more) if one.slot == slot]


def test_the_gate_tells_thirty_good_texts_from_thirty_bad_ones(db):
    assert (len(GOOD), len(BAD)) == (30, 30)
    refused = [text[0] for text in GOOD if not clarity.is_clear(words(*text))]
    passed = [text[0] for text in BAD if clarity.is_clear(words(*text))]
    assert len(refused) <= MOST_WRONG, refused
    assert len(passed) <= MOST_WRONG, passed


def test_what_the_directory_team_would_write_is_flagged_with_a_plainer_word(db):
    found = {one.what: one.instead for one in only("LDAP replication lag on DC02")}
    assert found["Not everyone knows “LDAP”."] == "the list of people"
    assert found["Not everyone knows “replication lag”."] == "copies arrive late"
    assert "“DC02” means nothing to most." in found


def test_a_longer_term_wins_over_a_shorter_one_inside_it(db):
    assert [one.instead for one in only("The degraded performance goes on.")] == ["slow"]


def test_it_teams_may_read_its_words(db):
    assert only("LDAP replication lag on DC02", audience=Audience.IT) == []


def test_the_names_of_our_services_are_known(db, service):
    service.name = "SAP API Gateway"
    service.save()
    assert only("SAP API Gateway does not open.") == []
    assert only("The gateway does not open.")


def test_the_organisation_adds_words_and_allows_others(db, administrator):
    by = {"changed_by": administrator, "changed_at": timezone.now()}
    Jargon.objects.create(word="Kronos", plain="the time clock", **by)
    Jargon.objects.create(word="VLAN", allowed=True, **by)
    assert [one.instead for one in only("Kronos is closed.")] == ["the time clock"]
    assert only("The VLAN is closed.") == []


@pytest.mark.parametrize("slot", SLOTS[1:])
def test_an_empty_slot_is_named(db, slot):
    assert [one.kind for one in only("", slot)] == ["empty"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We will update you as soon as possible.", "when"),
        ("When available", "when"),
        ("N/A", "empty"),
    ],
)
def test_a_next_word_without_a_time_is_none(db, text, kind):
    assert kind in {one.kind for one in only(text, "next")}


def test_long_sentences_and_long_slots_are_named(db):
    sentence = "one two three four five six seven eight nine ten " * 3
    assert [one.what for one in only(sentence + ".")] == ["A sentence is long."]
    assert "This is long." in {
        one.what for one in only("Ten words are in this sentence, and it goes on. " * 8)
    }


def test_hard_words_are_named_once_for_the_whole_text(db):
    hard = "Organisational responsibilities regarding documentation necessitate comprehensive consideration."
    assert [one.kind for one in clarity.look_at(dict.fromkeys(SLOTS, hard)) if one.kind == "hard"] == ["hard"]


def test_the_reading_grade_rises_with_long_words_and_is_silent_on_few(db):
    easy, hard = clarity.grade(words(*GOOD[0])), clarity.grade(words(*BAD[7]))
    assert easy is not None
    assert hard is not None
    assert easy < 6 < 12 < hard
    assert clarity.grade({"what": "Mail is down."}) is None


@pytest.mark.parametrize(
    ("kind", "verb"), [(kind, verb) for kind, flow in Notice.FLOWS.items() for verb in flow]
)
def test_what_baton_drafts_itself_is_clear(db, agent, service, kind, verb):
    notice = Notice.objects.create(kind=kind, title="Mail is down", opened_by=agent, opened_at=NOW)
    notice.services.add(service)
    for audience, drafted in drafts.draft(notice, verb, now=NOW).items():
        assert clarity.look_at(drafted, audience=audience) == [], audience
