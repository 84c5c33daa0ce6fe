"""Articles beside the tickets: as many as a large desk has, in the words of its tickets."""

from typing import TYPE_CHECKING

from django.utils import timezone

from itsm.knowledge.models import Article, Word
from itsm.knowledge.sources import learn_words
from itsm.people.models import Person

if TYPE_CHECKING:
    from demo.bench.bulk import Bulk

ARTICLES = 2461  # as many as the largest open collection that we know


def write_articles(bulk: "Bulk") -> None:
    owner, now = Person.objects.order_by("pk")[0], timezone.now()
    count = min(ARTICLES, bulk.count)
    Article.objects.bulk_create(
        (
            Article(
                number=f"KB-{n}",
                state=Article.State.PUBLISHED,
                title=bulk.words.title(),
                summary=bulk.words.sentences[n % len(bulk.words.sentences)].capitalize(),
                body="\n\n".join(bulk.words.message() for _paragraph in range(bulk.rng.randint(2, 12))),
                owner=owner,
                published_at=now,
                uses=bulk.rng.randrange(40),
            )
            for n in range(count)
        ),
        batch_size=500,
    )
    Word.objects.count_anew()
    learn_words()
