"""Tickets that are about the same thing as a text."""

import csv
import gzip
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from itsm.knowledge.alike import CANDIDATES, alike
from itsm.knowledge.models import Word
from itsm.knowledge.search import similar_to
from itsm.knowledge.tasks import count_words
from itsm.people import roles
from itsm.tickets.models import Ticket
from tests.factories import PersonFactory, TeamFactory, incident

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "duplicates"


@pytest.fixture(autouse=True)
def desk(request):
    if "agent" in request.fixturenames:
        request.getfixturevalue("team").become_first_line()


@pytest.fixture
def printers(agent):
    return [incident(by=agent, title=f"Printer {number} on the second floor is slow") for number in range(30)]


def best(title, reader, text=""):
    return [found.ticket for found in alike(title, text, reader, limit=5)]


def test_a_rare_word_says_more_than_three_that_many_share(printers, agent):
    rare = incident(by=agent, title="Ghostscript fails")
    Word.objects.count_anew()
    assert best("The printer on the second floor says ghostscript", agent)[0] == rare.pk


def test_the_title_counts_more_than_the_description(agent):
    beside = incident(by=agent, title="Something else", description="I saw the projector, too.")
    about = incident(by=agent, title="Projector stays dark")
    assert best("Projector", agent) == [about.pk, beside.pk]


def test_without_counts_every_word_is_rare(printers, agent):
    assert Word.objects.count() == 0
    assert set(best("Printer slow", agent)) == {ticket.pk for ticket in printers[-5:]}


def test_nothing_is_like_a_text_that_shares_too_little_of_itself(printers, agent):
    Word.objects.count_anew()
    assert best("Slow", agent)
    assert (
        best("Slow payroll export aborts nightly before closing month because ledgers disagree", agent) == []
    )


def test_stems_meet(agent):
    made = incident(by=agent, title="Monitors flickering")
    assert best("My monitor flickers", agent) == [made.pk]


def test_what_the_reader_may_not_see_is_not_there(agent, outsider, colleague):
    made = incident(by=agent, title="Payroll laptop stolen", team=agent.teams.get(), restricted=True)
    assert best("Laptop stolen", agent) == [made.pk]
    assert best("Laptop stolen", outsider) == best("Laptop stolen", colleague) == []


def test_what_was_merged_stands_for_nothing(agent):
    kept, gone = (incident(by=agent, title="Scanner jams") for _twice in range(2))
    gone.merge_into(kept, by=agent)
    assert best("Scanner jams", agent) == [kept.pk]


def test_open_ones_come_first(agent):
    done = incident(by=agent, title="Beamer dark in room Lisbon")
    waiting = incident(by=agent, title="Beamer broken")
    done.resolve(resolution="fixed", words="A new lamp.", by=agent)
    assert similar_to("Beamer dark in room Lisbon", "", agent) == [waiting.ticket_ptr, done.ticket_ptr]


@pytest.mark.parametrize(
    "words", ["", " ", "\x00", "the of and", "'", "\\", "a | b & !c", "💥", "x" * 100_000, "عطل في البريد"]
)
def test_any_words_may_be_asked(words, printers, agent):
    Word.objects.count_anew()
    assert isinstance(alike(words, words, agent, limit=5), list)


def test_words_are_counted_by_tickets_and_counting_again_changes_nothing(printers, agent):
    incident(by=agent, title="printer printer printers")
    for _twice in range(2):
        count_words()
        counted = dict(Word.objects.values_list("word", "tickets"))
        assert (counted[""], counted["printer"], counted["slow"]) == (31, 31, 30)
    assert "7" not in counted  # of one ticket only


def test_it_takes_four_statements_however_many_there_are(printers, agent, django_assert_num_queries):
    Word.objects.count_anew()
    agent.works_the_desk  # noqa: B018 - their roles and teams are known in a request
    agent.team_ids  # noqa: B018
    with django_assert_num_queries(4):
        assert len(similar_to("Printer slow", "second floor", agent)) == 5


@pytest.mark.skipif(
    not REPORTS.is_dir(), reason="The reports are not there: they belong in ../shared/data/duplicates."
)
def test_of_real_duplicates_three_in_four_are_among_the_first_ten(db):
    """GitBugs (A. Patil, 2025): 1,076 reports to SeaMonkey; 75 of them have a duplicate among the others."""
    team = TeamFactory(first_line=True)
    reader = PersonFactory(roles=[roles.AGENT], teams=[team])
    reports = {row["Issue id"]: row for row in rows("SeaMonkey_bugs.csv.gz")}
    about = {
        "kind": "incident",
        "status": "new",
        "requester": reader,
        "opened_by": reader,
        "team": team,
        "holder": "team",
    }
    Ticket.objects.bulk_create(
        Ticket(number=f"BUG-{key}", title=row["Summary"][:200], description=row["Description"], **about)
        for key, row in reports.items()
    )
    Word.objects.count_anew()
    wanted = defaultdict(set)
    for row in rows("SeaMonkey_bugs-combined.csv.gz"):
        one, other = row["Issue id"], row["Duplicate id"]
        if one != other and {one, other} <= reports.keys():
            wanted[one].add(f"BUG-{other}")
            wanted[other].add(f"BUG-{one}")
    numbers = dict(Ticket.objects.values_list("pk", "number"))
    hits = pairs = 0
    for key, others in wanted.items():
        row = reports[key]
        found = alike(row["Summary"][:200], row["Description"], reader, limit=11, enough=0)
        ten = [numbers[each.ticket] for each in found if numbers[each.ticket] != f"BUG-{key}"][:10]
        hits += bool(others & set(ten))
        pairs += len(others & set(ten))
    assert len(wanted) == 75
    recall, of_pairs = hits / len(wanted), pairs / sum(map(len, wanted.values()))
    print(f"recall@10: {recall:.3f}, of pairs {of_pairs:.3f}, among {CANDIDATES} candidates")  # noqa: T201 - the figures
    assert recall >= 0.80
    assert of_pairs >= 0.75


def rows(name):
    csv.field_size_limit(sys.maxsize)
    with gzip.open(REPORTS / name, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))
