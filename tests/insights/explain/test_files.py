"""A figure taken along: the same numbers, with what they mean, and nothing that a spreadsheet would run."""

import csv
import re
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from itsm.frame.cells import safe
from itsm.insights.explain import exports

pytestmark = pytest.mark.django_db
PAGE = "/insights/figures/sla_met/file"


def test_a_table_says_what_it_is_and_holds_the_course(as_reader):
    answer = as_reader.get(f"{PAGE}/csv/", {"weeks": "12"})
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    told = {row[0]: row[1] for row in rows if len(row) == 2}
    assert told["Formula"].endswith("÷ resolved with a service level × 100")
    assert told["Filter"] == "everything"
    course = [row for row in rows if len(row) == 4 and re.fullmatch(r"\d{4}-\d\d-\d\d", row[0])]
    api = as_reader.get("/api/v1/figures/sla_met/", {"weeks": "12"}).json()
    assert [int(row[3]) for row in course] == [stretch["n"] for stretch in api["course"]]
    assert sum(int(row[3]) for row in course) == api["now"]["n"] > 0
    assert answer.headers["Content-Disposition"].endswith('.csv"')


def test_a_workbook_has_a_sheet_for_each_part_and_lists_only_what_one_may_see(as_reader):
    book = ZipFile(BytesIO(as_reader.get(f"{PAGE}/xlsx/").content))
    assert b'name="Records"' in book.read("xl/workbook.xml")
    strings = book.read("xl/sharedStrings.xml").decode()
    shown = as_reader.get("/api/v1/figures/sla_met/records/").json()
    assert strings.count(">DSH-") == shown["count"] - shown["hidden"]
    assert not re.search(r">DSH-3<", strings)  # restricted


def test_a_workbook_says_when_it_does_not_list_them_all(as_reader, monkeypatch):
    monkeypatch.setattr(exports, "MOST_RECORDS", 3)
    strings = ZipFile(BytesIO(as_reader.get(f"{PAGE}/xlsx/").content)).read("xl/sharedStrings.xml").decode()
    assert strings.count(">DSH-") == 3
    assert "The latest 3 of " in strings


def test_a_picture_is_whole_by_itself(as_reader):
    picture = as_reader.get(f"{PAGE}/svg/").content.decode()
    assert ElementTree.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(--" not in picture
    assert "oklch" not in picture
    assert "Service level met" in picture
    assert "href=" not in picture  # it would lead from somebody's slides to nowhere


def test_no_cell_is_a_formula():
    assert safe("=1+1") == "'=1+1"
    assert safe("@cmd") == "'@cmd"
    assert safe("\uff1d1+1") == "'\uff1d1+1"
    assert safe("Mail") == "Mail"
    assert safe(-3.5) == -3.5


def test_a_file_that_is_none_is_not_there(as_reader):
    assert as_reader.get(f"{PAGE}/pdf/").status_code == 404
    assert as_reader.get("/insights/figures/nothing/file/csv/").status_code == 404
