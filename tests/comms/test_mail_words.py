"""Filling letters: two rules, no engine, and nothing that a value could do to it."""

from datetime import UTC, datetime
from html import unescape

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.mail_words.filling import as_html, fill, in_one_line
from comms.mail_words.forms import WordsForm
from comms.mail_words.kinds import KINDS
from comms.mail_words.trying import made_up
from comms.mail_words.writing import Foot, Line, Words, ours, write
from itsm.people.models import Person

FOOT = Foot("you asked for help", "https://desk.example/fewer", "https://desk.example/choices")


def test_a_variable_is_its_value():
    assert fill("Hello {name}, {what}.", {"name": "Ana", "what": "it is back"}) == "Hello Ana, it is back."


def test_a_line_whose_variables_are_all_empty_is_left_out_and_so_is_a_paragraph_of_such_lines():
    text = "{what}\n\nWho has it: {who}\nBy: {when}\n\n{url}"
    assert fill(text, {"what": "A", "who": "", "when": "noon", "url": "B"}) == "A\n\nBy: noon\n\nB"
    assert fill(text, {"what": "A", "url": "B"}) == "A\n\nB"


@pytest.mark.parametrize(
    "value",
    [
        "{url}",
        "{",
        "}}",
        "{name.__class__}",
        "{{ settings.SECRET_KEY }}",
        "{% include 'x' %}",
        "%(name)s",
        r"\g<0>",
        "\\1",
    ],
)
def test_a_value_is_never_looked_into(value):
    assert fill("{words}", {"words": value, "url": "SECRET"}) == value
    assert in_one_line("[{words}]", {"words": value, "url": "SECRET"}) == f"[{value}]"


@settings(deadline=None)
@given(st.text())
def test_no_value_brings_markup_into_the_html(value):
    html = as_html("Hello {name}\n\n{words}", {"name": value, "words": value}, rich={})
    for piece in html.replace("<p>", "").replace("</p>", "").replace("<br>", ""):
        assert piece not in "<>\"'"


@settings(deadline=None)
@given(st.text())
def test_a_subject_stays_one_line_that_fits(value):
    subject = in_one_line("[{number}] {title}", {"number": "INC-1", "title": value})
    assert len(subject.splitlines()) <= 1
    assert len(subject) <= 250


def test_the_words_of_a_template_are_escaped_too_and_our_own_markup_is_not():
    html = as_html(
        "<b>Hello</b> {name}\n\n{url}", {"name": "A", "url": "x"}, rich={"url": mark_safe("<i>x</i>")}
    )
    assert html == "<p>&lt;b&gt;Hello&lt;/b&gt; A</p>\n<i>x</i>"


def test_an_address_is_a_link_and_a_quotation_is_one_without_its_markup():
    letter = write(
        Words("S", "{words}\n\n{url}\n\n{lines}"),
        {"words": "<script>a</script>\n\nb", "url": 'https://x.example/"><script>'},
        FOOT,
        lines=[Line("<b>news</b>", "https://y.example/", "<i>why</i>")],
    )
    assert "<script>" not in letter.html
    assert "<b>news" not in letter.html
    assert "<blockquote><p>&lt;script&gt;" in letter.html
    assert '<li><a href="https://y.example/">' in letter.html
    assert letter.text.startswith("<script>a</script>\n\nb")


def test_why_and_how_to_get_fewer_stand_under_every_letter_whatever_its_words():
    letter = write(Words("S", "Nothing."), {}, FOOT)
    for part in ("You get this because you asked for help.", FOOT.fewer, FOOT.choices):
        assert part in letter.text
    for part in ("because you asked for help", FOOT.fewer, FOOT.choices):
        assert part in letter.html


# What administrators may write --------------------------------------------------------------------------------------


def errors(kind: str, text: str, subject: str = "S") -> str:
    form = WordsForm({"subject": subject, "text": text}, kind=KINDS[kind])
    form.is_valid()
    return unescape(str(form.errors))


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_words_are_words_that_administrators_may_write(kind):
    words = ours(kind)
    assert errors(kind, words.text, words.subject) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_made_up_letter_knows_every_variable_of_every_kind(kind):
    known = made_up(Person(name="Tess Okoro"), now=datetime(2026, 12, 3, tzinfo=UTC))
    assert set(KINDS[kind].variables) - {"lines"} <= set(known)


FACTS = "{number} {who_has_it} {hear_next}"


@pytest.mark.parametrize(
    "bad",
    [
        "{nmae}",
        "{name.__class__}",
        "{name!r}",
        "{name:>10}",
        "{}",
        "{ name }",
        "{event.actor.password}",
        "{name[0]}",
    ],
)
def test_unknown_variables_are_refused_with_a_sentence_that_names_the_known(bad):
    for found in (errors("receipt", f"{FACTS} {bad}"), errors("receipt", FACTS, subject=f"A {bad}")):
        assert f"There is no {bad} in this letter" in found
        assert "{who_has_it}" in found


@pytest.mark.parametrize("text", ["{name", "name}", "{{name}}", "{name} }"])
def test_a_brace_without_its_partner_is_refused(text):
    assert "A brace stands alone" in errors("mention", text)


@pytest.mark.parametrize("kind", ["receipt", "answer", "notice"])
@pytest.mark.parametrize(
    ("missing", "fact"),
    [("number", "we have it"), ("who_has_it", "who has it"), ("hear_next", "when you hear next")],
)
def test_nobody_can_leave_one_of_the_three_facts_out_unknowingly(kind, missing, fact):
    text = (FACTS + " {what}" * (kind == "notice")).replace(f"{{{missing}}}", "")
    found = errors(kind, text)
    assert fact in found
    assert f"Put {{{missing}}} back" in found


def test_letters_among_us_may_be_as_short_as_you_like():
    assert errors("mention", "Look.") == ""
