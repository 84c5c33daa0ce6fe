"""Articles as the desk has them: one published, one that is a draft, one that is only for the desk."""

import pytest

from itsm.knowledge.models import Article
from itsm.knowledge.models.keeping import WORDS
from itsm.people.models import Audience

BODY = "## Do this\n\n1. Switch it off.\n2. Switch it on."


def published(*, by, reader, **about):
    """Written by one, read and published by the other."""
    words = {"title": "Print from a laptop", "body": BODY}
    words |= {name: about.pop(name) for name in list(about) if name in WORDS}
    article = Article.begin(by=by, words=words, **about)
    article.making.publish(by=reader)
    article.refresh_from_db()
    return article


@pytest.fixture
def article(agent, outsider):
    return published(by=agent, reader=outsider)


@pytest.fixture
def draft(agent):
    return Article.begin(by=agent, words={"title": "Reset a token", "body": BODY})


@pytest.fixture
def internal(agent, outsider):
    return published(by=agent, reader=outsider, title="Who holds the keys", audience=Audience.DESK)
