"""What Halden's colleagues read and ask for: each file is whole, leads somewhere, and promises what the teams can keep."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from catalog.blueprint import Blueprint
from catalog.models import OfferingEdition
from demo.people import TEAMS
from itsm.knowledge.importing.folder import of_folder
from itsm.knowledge.importing.links import follow
from itsm.knowledge.importing.reading import read

DEMO = Path(__file__).parents[2] / "demo"
OFFERINGS = {
    path.stem: tomllib.loads(path.read_text()) for path in sorted((DEMO / "offerings").glob("*.toml"))
}
SHELVES = OFFERINGS.pop("shelves")
FILES = of_folder(DEMO / "articles")
each_offering = pytest.mark.parametrize("told", OFFERINGS.values(), ids=OFFERINGS)


@cache
def articles():
    return {path: read(path, data, language="en", audience="desk") for path, data in FILES.items()}


def blueprint(told):
    return Blueprint.from_json(*(told.get(part, ()) for part in ("form", "approvals", "plan")))


class TestArticles:
    def test_are_forty_for_colleagues_eight_for_the_desk_and_one_in_german(self):
        kinds = Counter(
            (one.about["language"], one.about["audience"] == "desk") for one in articles().values()
        )
        assert kinds == {("en", False): 40, ("en", True): 8, ("de", False): 1}

    def test_are_read_without_a_remark_and_lead_only_to_what_there_is(self):
        for path, found in articles().items():
            led = follow(path, found.words["body"], among=FILES, links_to="")
            assert found.remarks + led.remarks == [], path
            for key in re.findall(r"/portal/catalog/([\w-]+)/", led.body):
                assert key in OFFERINGS, path

    def test_say_in_one_sentence_what_they_are_for_and_under_which_words_they_are_looked_for(self):
        for path, found in articles().items():
            assert all(found.words[name] for name in ("title", "summary", "keywords")), path

    def test_lie_in_the_folder_of_the_team_that_looks_after_them(self):
        assert {path.partition("/")[0] for path in FILES} <= {
            name.lower().replace(" ", "-") for name in TEAMS
        }


class TestOfferings:
    def test_are_there_on_every_shelf(self):
        assert len(OFFERINGS) >= 25
        assert {told["shelf"] for told in OFFERINGS.values()} == {shelf["name"] for shelf in SHELVES["shelf"]}

    @each_offering
    def test_has_no_hole(self, told):
        assert [name for name in OfferingEdition.NEEDED if not told.get(name, "").strip()] == []
        assert [str(hole) for hole in blueprint(told).check()] == []

    @each_offering
    def test_can_be_kept_if_every_team_keeps_its_own_target(self, told):
        tasks = {task.key: task for task in blueprint(told).plan}

        def hours(key):
            return (tasks[key].within_hours or 0) + max(map(hours, tasks[key].needs), default=0)

        assert max(map(hours, tasks)) <= told["within_hours"]

    def test_ask_for_a_yes_only_where_somebody_has_something_to_decide(self):
        assert sum("approvals" not in told for told in OFFERINGS.values()) >= 9
        kinds = {step["who"]["kind"] for told in OFFERINGS.values() for step in told.get("approvals", ())}
        assert kinds == {"manager", "owner", "team", "people"}

    def test_use_every_kind_of_question(self):
        kinds = {row["kind"] for told in OFFERINGS.values() for row in told["form"]}
        assert kinds == {"text", "words", "choice", "person", "service", "date", "number", "file", "section"}
