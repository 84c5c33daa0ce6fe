"""The documents tell the truth about settings and files, and every screen speaks of colleagues."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
# Read by the engines for the tests alone, or by tools that everyone knows.
NOT_FOR_READERS = {
    "BATON_THROWAWAY",
    "BATON_VALKEY_DB",
    "NO_COLOR",
    "DJANGO_SETTINGS_MODULE",
    "PYTHONUNBUFFERED",
}
READS = re.compile(r"""(?:\benv\.\w+\(|os\.environ\.get\(|os\.environ\[)["']([A-Z_]+)["']""")
THEM_AND_US = re.compile(r"\b(users?|customers?|end[- ]users?)\b", re.IGNORECASE)


def test_the_settings_table_names_what_the_code_reads_and_nothing_else():
    sources = [*ROOT.glob("itsm/*.py"), *ROOT.glob("itsm/run/*.py"), *ROOT.glob("itsm/engines/*.py")]
    read = {name for path in sources for name in READS.findall(path.read_text())} - NOT_FOR_READERS
    rows = [
        line.split("|")[1] for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("| `")
    ]
    told = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert told == read | {"EMAIL_URL"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(document):
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text())
    assert [target for target in targets if not (document.parent / target).exists()] == []


def visible(template):
    """What a reader sees: no tags, no template code, but the words inside translate tags."""
    text = re.sub(r"{#.*?#}|<script.*?</script>|<style.*?</style>", "", template, flags=re.DOTALL)
    words = re.findall(r'{% translate "(.*?)"', text) + re.findall(r"_\(\"(.*?)\"\)", text)
    return " ".join([*words, re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", text, flags=re.DOTALL)])


def test_no_screen_or_mail_says_user_or_customer():
    templates = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]
    found = {
        str(path.relative_to(ROOT)) for path in templates if THEM_AND_US.search(visible(path.read_text()))
    }
    assert found == set()


def test_no_sentence_in_the_code_says_user_or_customer():
    sources = [path for app in ("itsm", "incidents", "comms") for path in (ROOT / app).rglob("*.py")]
    sentences = re.compile(r"""\b(?:_|gettext(?:_lazy)?)\(\s*"((?:[^"\\]|\\.)*)""")
    found = [
        (path.name, words)
        for path in sources
        for words in sentences.findall(path.read_text())
        if THEM_AND_US.search(words)
    ]
    assert found == []
