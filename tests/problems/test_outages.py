"""The finder as it comes on a history that nobody here wrote, its proposals judged by hand: do all tell of the same trouble?"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from itsm.knowledge.models import Word
from problems.models import Threshold
from problems.recurrence.rehearsing import dry_run
from tests.problems import outages

JUDGED = Path(__file__).resolve().parents[1] / "data/outages/judged.json"


@pytest.mark.skipif(not outages.DATA.exists(), reason="The history of outages is not beside this checkout.")
def test_most_of_what_is_proposed_on_the_history_of_github_is_one_matter(agent, team):
    numbers = outages.load(by=agent, team=team)
    Word.objects.count_anew()
    years = {"since": datetime(2022, 1, 1, tzinfo=UTC), "until": datetime(2025, 1, 1, tzinfo=UTC)}
    found = [sorted(numbers[pk] for pk in one.ids) for one in dry_run(threshold=Threshold(), **years)]
    judged = {tuple(row["incidents"]): row["right"] for row in json.loads(JUDGED.read_text())}
    assert [ids for ids in found if tuple(ids) not in judged] == [], "Proposed, and not judged yet."
    right = sum(judged[tuple(ids)] for ids in found)
    assert (len(found), right) == (7, 6)
