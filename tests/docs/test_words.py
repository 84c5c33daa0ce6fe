"""People are colleagues. No screen, mail, API page or document calls them anything else; CSAT keeps its name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("itsm", "incidents", "catalog", "comms", "demo")
TEMPLATES = sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")])
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "docs" / "openapi.yaml"])

NOT_OURS = re.compile(r"\b(?:end[- ]?)?(?:users?|customers?)\b", re.IGNORECASE)
THE_METRIC = re.compile(r"\bCSAT\b|\bcustomer satisfaction\b", re.IGNORECASE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
NAME = re.compile(r"^[\s*-]+[\w-]+$", re.MULTILINE)  # alone in a list: of an icon, not said to anybody
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

UNSEEN = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<script.*?</script>|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
TRANSLATED = re.compile(r"""{%\s*trans(?:late)?\s+(["'])(.*?)\1""")
QUOTED = re.compile(r"""(["'])(.*?)\1""")
READ_OUT = re.compile(r"""\b(?:aria-label|title|placeholder|alt|label|data-confirm)="([^"]*)\"""")


def calls_them_names(words: str) -> bool:
    return bool(NOT_OURS.search(THE_METRIC.sub("", words)))


def seen(template: str) -> Iterator[str]:
    """What a reader sees or hears: text, the attributes that are read out, and the words inside template tags."""
    template = UNSEEN.sub(" ", template)
    yield from (words for _quote, words in TRANSLATED.findall(template))
    for tag in TAG.findall(template):
        # more than one word: no path, no name of an icon
        yield from (words for _quote, words in QUOTED.findall(tag) if " " in words)
    plain = TAG.sub(" ", template)
    yield from READ_OUT.findall(plain)
    yield re.sub(r"<[^>]*>", " ", plain)


def said(source: str) -> Iterator[str]:
    """Every string handed to gettext."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT:
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ('<p>{% translate "Add a user" %}</p>', True),
        ('<button aria-label="Remove customer">x</button>', True),
        ("{% blocktranslate %}Each <b>end-user</b>{% endblocktranslate %}", True),
        ('{% include "x.html" with says="Every user hears" %}', True),
        ('<i class="user">{% icon "user-circle" %}{{ request.user.name }}</i>', False),
        ("<h2>CSAT, customer satisfaction</h2>", False),
    ],
)
def test_the_rule_sees_what_a_reader_sees_and_nothing_else(template, words):
    assert any(calls_them_names(text) for text in seen(template)) is words


def test_no_page_and_no_mail_calls_colleagues_anything_else():
    found = {
        f"{path.relative_to(ROOT)}: {text.strip()[:80]}"
        for path in TEMPLATES
        for text in seen(path.read_text())
        if calls_them_names(text)
    }
    assert found == set()


def test_no_sentence_of_the_code_does():
    sources = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    found = [
        (path.name, text) for path in sources for text in said(path.read_text()) if calls_them_names(text)
    ]
    assert found == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_does(document):
    text = NAME.sub(" ", CODE.sub(" ", document.read_text()))
    assert [line for line in text.splitlines() if calls_them_names(line)] == []
