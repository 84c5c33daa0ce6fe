"""The demo organisation's articles, as its colleagues may read them, loaded once for a module."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group

from itsm.knowledge.importing.reading import read
from itsm.knowledge.models import Article, Spelling, Word
from itsm.knowledge.sources import learn_words
from itsm.people import roles
from tests.factories import PersonFactory

FOLDER = settings.BASE_DIR / "demo" / "articles"
QUESTIONS = tomllib.loads((Path(__file__).parent / "questions.toml").read_text())


def load_articles(owner):
    for path in sorted(FOLDER.rglob("*.md")):
        found = read(path.name, path.read_bytes(), language="en", audience="desk")
        about = {name: found.about[name] for name in ("audience", "language")}
        source = str(path.relative_to(FOLDER).with_suffix(""))
        Article.objects.create(owner=owner, state="published", source=source, **about, **found.words)
    Word.objects.count_anew()
    learn_words()


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """Somebody of the desk, and a colleague who works with none of it; taken away again after the module."""
    with django_db_blocker.unblock():
        owner = PersonFactory(name="Ivo Lund", email="owner@halden.example", site=None)
        owner.groups.set(Group.objects.filter(name=roles.AGENT))
        load_articles(owner)
        yield owner
        Article.objects.all().delete()
        Word.objects.all().delete()
        Spelling.objects.all().delete()
        owner.delete()
