"""What colleagues read is there in German: complete where they look first, compiled, and with the same places for names."""

import gettext
import re

import pytest
from django.conf import settings

CATALOGUE = settings.LOCALE_PATHS[0] / "de" / "LC_MESSAGES"
# “One” may be told in words where the many are counted.
ONE = {"%(n)s"}
PLACE = re.compile(r"%%|%(?:\(\w+\))?[sd]|\{\w+\}|</?\w+|\n")


@pytest.fixture(scope="module")
def words() -> dict[str, str]:
    """As it was compiled; forms of a plural one by one."""
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    return {
        (key[0] if isinstance(key, tuple) else key).rpartition("\4")[2]: said
        for key, said in compiled.items()
    }


def test_a_translation_has_the_same_places_for_names(words):
    wrong = [
        (key, said)
        for key, said in words.items()
        if key and set(PLACE.findall(key)) - ONE != set(PLACE.findall(said)) - ONE
    ]
    assert wrong == []


def test_what_is_compiled_is_what_was_written(words):
    written = (CATALOGUE / "django.po").read_text()
    said = {line.strip('"') for line in re.findall(r'^msgstr (".+")$', written, re.MULTILINE)}
    assert len(said) > 500
    assert said <= {text.replace("\n", "\\n").replace('"', '\\"') for text in words.values()}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/portal/", ("Hallo Ana", "Was brauchst du?", "Du wartest auf nichts", "Etwas ist kaputt")),
        ("/incidents/report/", ("Was ist kaputt?", "Seit wann?", "Kannst du arbeiten?", "Mit Mühe")),
        ("/portal/feedback/", ("Sag, was besser sein könnte", "Ideen", "innerhalb von fünf Arbeitstagen")),
        ("/portal/notices/", ("Mitteilungen", "Für dich ist nichts kaputt oder geplant")),
    ],
)
def test_a_colleague_who_reads_german_is_spoken_to_in_german(as_colleague, colleague, address, said):
    colleague.language = "de"
    colleague.save()
    page = as_colleague.get(address).content.decode()
    assert 'lang="de"' in page
    assert [words for words in said if words not in page] == []
