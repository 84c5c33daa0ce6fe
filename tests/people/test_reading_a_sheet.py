"""A CSV file as people really save it: encodings, delimiters, headings, quotation marks."""

import pytest

from itsm.people.importing import columns
from itsm.people.importing.sheet import Unreadable, read

TWO = "email,name\nana@halden.example,Ana Reis\n"


def cells(data: str | bytes) -> list[dict[str, str]]:
    return [dict(line.cells) for line in read(data.encode() if isinstance(data, str) else data).lines]


ANA = {"email": "ana@halden.example", "name": "Ana Reis"}


@pytest.mark.parametrize(
    "text",
    [
        TWO,
        TWO.replace(",", ";"),
        TWO.replace(",", "\t"),
        TWO.replace("\n", "\r\n"),
        TWO.rstrip("\n"),
        "\n\n" + TWO + "\n,,\n\n",
        "E-Mail, Full name\n ana@halden.example , Ana Reis \n",
        '"Mail";"Display Name"\n"ana@halden.example";"Ana Reis"\n',
        "email,name,,\nana@halden.example,Ana Reis,,\n",
    ],
)
def test_every_usual_shape_reads_the_same(text):
    assert cells(text) == [ANA]


@pytest.mark.parametrize(
    "heading", [alias for column in columns.COLUMNS.values() for alias in column.aliases]
)
def test_every_alias_is_known(heading):
    assert columns.column_of(heading.upper()) in columns.COLUMNS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_word(encoding):
    sheet = read("email;name\nzoe@halden.example;Zoë Ångström\n".encode(encoding))
    assert sheet.lines[0].cells["name"] == "Zoë Ångström"
    assert sheet.notices == []


def test_an_old_windows_file_is_read_with_a_notice():
    sheet = read("email;name\nzoe@halden.example;Zoë Müller\n".encode("cp1252"))
    assert sheet.lines[0].cells["name"] == "Zoë Müller"
    assert "Windows-1252" in sheet.notices[0]


def test_a_comma_inside_quotes_is_no_delimiter():
    assert cells('email,name,phone\nana@halden.example,"Reis, Ana",\n')[0]["name"] == "Reis, Ana"


def test_line_numbers_are_those_of_the_file_even_after_cells_of_several_lines():
    sheet = read(b'email,job title\na@x.example,"one\ntwo"\n\nb@x.example,cook\n')
    assert [line.number for line in sheet.lines] == [2, 5]


def test_a_short_line_is_filled_up_and_a_long_one_is_left_out():
    sheet = read(b"email,name,phone\na@x.example,A\nb@x.example,B,1,Porto\n")
    assert sheet.lines[0].cells == {"email": "a@x.example", "name": "A", "phone": ""}
    assert [(bad.line, bad.reason[:27]) for bad in sheet.bad] == [(3, "It has 4 cells, the first l")]


def test_columns_that_mean_nothing_are_named():
    sheet = read(b"email,shoe size,name\na@x.example,43,A\n")
    assert dict(sheet.lines[0].cells) == {"email": "a@x.example", "name": "A"}
    assert "shoe size" in sheet.notices[0]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"name,phone\nAna,1\n", "No column is called e-mail"),
        (b"email,mail,name\na,b,c\n", "These columns mean the same: email, mail"),
        (b"PK\x03\x04\x00\x00", "not a text file"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"email,name\n\x81\x8d\x8f,x\n", "no known encoding"),
        (b'email,name\na@x.example,A\nb@x.example,"B\nc@x.example,C\n', "From line 3 on"),
        (b'email,name\na@x.example,"A"B\n', "From line 2 on"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_a_sentence(data, says):
    with pytest.raises(Unreadable, match=says):
        read(data)


def test_the_sample_reads_back_whole():
    sheet = read(columns.sample().encode())
    assert sheet.notices == []
    assert sheet.bad == []
    assert set(sheet.lines[0].cells) == set(columns.COLUMNS)
