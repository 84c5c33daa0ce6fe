"""Carrying a plan out: some hundred articles at a time by a handful of statements, all in one transaction."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.knowledge.importing.links import settle
from itsm.knowledge.importing.plan import NAMED, Entry, Plan, Step
from itsm.knowledge.models import Article, ArticleEdition, Image, in_months
from itsm.knowledge.models.keeping import WORDS
from itsm.people.models import Person

AT_ONCE = 200
PLAIN = ("audience", "language", "review_months", "roles", "owner")
State, Making = Article.State, ArticleEdition.State
Row = TypeVar("Row")


def carry_out(plan: Plan, *, by: Person, step: Step = lambda done, of: None) -> None:
    """Twice is the same as once."""
    carrier = Carrier(plan, by)
    entries = [*plan.new, *plan.changed]
    with transaction.atomic():
        carrier.number()
        done = 0
        for some in batches(entries, AT_ONCE):
            carrier.write(some)
            done += len(some)
            step(done, len(entries))
        carrier.translate(entries)


def batches(rows: Sequence[Row], size: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some


class Carrier:
    def __init__(self, plan: Plan, by: Person) -> None:
        self.plan, self.by, self.now = plan, by, timezone.now()
        self.numbers = dict(plan.unchanged)

    def number(self) -> None:
        """Numbers first: texts link to each other."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval('knowledge_article_number') FROM generate_series(1, %s)", [len(self.plan.new)]
            )
            fresh = [f"KB-{number}" for (number,) in cursor.fetchall()]
        for entry, number in zip(self.plan.new, fresh, strict=True):
            entry.article = Article(number=number, source=entry.source, state=State.DRAFT)
        for entry in (*self.plan.new, *self.plan.changed):
            self.numbers[entry.path] = article_of(entry).number

    def write(self, entries: list[Entry]) -> None:
        new = [entry for entry in entries if article_of(entry).pk is None]
        changed = [entry for entry in entries if article_of(entry).pk is not None]
        texts = {entry.path: self.words(entry) for entry in entries}
        for entry in entries:
            self.fill(entry, texts[entry.path])
        Article.objects.bulk_create([article_of(entry) for entry in new])
        Article.objects.bulk_update([article_of(entry) for entry in changed], FIELDS)
        self.write_editions(entries, texts)
        self.write_lists(entries)
        self.write_pictures(entries)

    def words(self, entry: Entry) -> dict[str, str]:
        number = article_of(entry).number
        body = settle(
            entry.led.body,
            article=lambda path: f"/knowledge/{self.numbers[path]}/",
            picture=lambda path: self.picture_address(entry, number, path),
        )
        return {**entry.read.words, "body": body}

    def picture_address(self, entry: Entry, number: str, path: str) -> str:
        if path not in entry.pictures:
            return "#"
        return f"/knowledge/{number}/images/{self.digest(path)[:16]}/"

    def digest(self, path: str) -> str:
        return hashlib.sha256(self.plan.files[path]).hexdigest()

    def fill(self, entry: Entry, words: dict[str, str]) -> None:
        """What readers have, unless it is published already and this import only drafts."""
        article = article_of(entry)
        article.source_hash, article.changed_at = entry.digest, self.now
        for name in PLAIN:
            setattr(article, name, entry.about[name])
        if self.plan.options.publish:
            article.published_at = article.published_at or self.now
            article.state, article.review_on = State.PUBLISHED, in_months(article.review_months)
        if self.plan.options.publish or article.state == State.DRAFT:
            for name in WORDS:
                setattr(article, name, words[name])

    def write_editions(self, entries: list[Entry], texts: dict[str, dict[str, str]]) -> None:
        """An imported draft that nobody touched gives way to the next; its number is not used again."""
        articles = [article_of(entry).pk for entry in entries]
        numbered = ArticleEdition.objects.filter(article__in=articles).order_by().values("article")
        last = dict(numbered.annotate(last=Max("number")).values_list("article", "last"))
        ArticleEdition.objects.in_the_making().filter(article__in=articles).delete()
        decided: dict[str, Any] = {"state": Making.DRAFT}
        if self.plan.options.publish:
            decided = {"state": Making.PUBLISHED, "decided_by": self.by, "decided_at": self.now}
        ArticleEdition.objects.bulk_create(
            ArticleEdition(
                article=article_of(entry), number=last.get(article_of(entry).pk, 0) + 1, by=self.by, at=self.now,
                changes=_("Imported"), stamp=0, **decided, **texts[entry.path],
            )
            for entry in entries
        )  # fmt: skip

    def write_lists(self, entries: list[Entry]) -> None:
        articles = [article_of(entry).pk for entry in entries]
        for kind, model in NAMED.items():
            through: Any = getattr(Article, kind).through
            through.objects.filter(article__in=articles).delete()
            column = f"{model._meta.model_name}_id"
            through.objects.bulk_create(
                through(article_id=article_of(entry).pk, **{column: pk})
                for entry in entries
                for pk in entry.lists[kind]
            )

    def write_pictures(self, entries: list[Entry]) -> None:
        having = [entry for entry in entries if entry.pictures]
        if not having:
            return
        rows = Image.objects.filter(article__in=[article_of(entry).pk for entry in having])
        known = set(rows.values_list("article", "digest"))
        images = []
        for entry in having:
            for path, ending in entry.pictures.items():
                key = article_of(entry).pk, self.digest(path)
                if key not in known:
                    known.add(key)
                    images.append(self.picture(article_of(entry), path, ending))
        Image.objects.bulk_create(images)

    def picture(self, article: Article, path: str, ending: str) -> Image:
        digest = self.digest(path)
        image = Image(
            article=article, name=path.rpartition("/")[2][-200:], digest=digest, by=self.by, at=self.now
        )
        wanted = image.file.field.generate_filename(image, f"{digest[:32]}.{ending}")
        image.file.name = default_storage.save(wanted, ContentFile(self.plan.files[path]))
        return image

    def translate(self, entries: list[Entry]) -> None:
        """“translates” names a file beside it, or an article by its number."""
        saying = [said for entry in entries if (said := entry.read.about["translates"])]
        wanted = {self.numbers.get(said, said.upper()) for said in saying}
        others = dict(Article.objects.filter(number__in=wanted).values_list("number", "pk"))
        for entry in entries:
            said = entry.read.about["translates"]
            other = others.get(self.numbers.get(said, said.upper())) if said else None
            if other is not None and other != article_of(entry).pk:
                Article.objects.filter(pk=article_of(entry).pk).update(translates=other)


FIELDS = [*PLAIN, *WORDS, "source_hash", "changed_at", "state", "published_at", "review_on"]


def article_of(entry: Entry) -> Article:
    assert entry.article is not None  # noqa: S101 - numbered before anything is written
    return entry.article
