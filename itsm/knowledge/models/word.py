"""How common each word is, for what makes two texts alike is the rare words they share; and how words are written."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models, transaction

SAMPLE = 50_000  # newest tickets that are counted
ALL = ""  # the row that says how many were counted

COUNT = """
    INSERT INTO knowledge_word (word, tickets)
    SELECT word, ndoc FROM ts_stat($$
        (SELECT search FROM tickets_ticket ORDER BY id DESC LIMIT {sample}) UNION ALL SELECT search FROM knowledge_article
    $$) WHERE ndoc > 1 AND length(word) <= 60
    UNION ALL
    SELECT '', count(*) FROM (
        (SELECT FROM tickets_ticket LIMIT {sample}) UNION ALL SELECT FROM knowledge_article
    ) counted"""


class WordManager(models.Manager["Word"]):
    def count_anew(self) -> None:
        """In one transaction: whoever reads meanwhile sees the old counts."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE knowledge_word IN EXCLUSIVE MODE")  # one at a time; readers go on
            cursor.execute("DELETE FROM knowledge_word")
            cursor.execute(COUNT.format(sample=SAMPLE))


class Word(models.Model):
    """A word as the search column knows it (its stem), and in how many tickets of the sample and articles it is. Once is not kept."""

    word = models.CharField(max_length=60, primary_key=True)
    tickets = models.PositiveIntegerField()

    objects: ClassVar[WordManager] = WordManager()

    def __str__(self) -> str:
        return self.word


class SpellingManager(models.Manager["Spelling"]):
    def learn_anew(self, words: Iterable["Spelling"]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE knowledge_spelling IN EXCLUSIVE MODE")
            self.all().delete()
            self.bulk_create(words, batch_size=2000)


class Spelling(models.Model):
    """A word as people write it. Only words that everybody may read: what is suggested must give nothing away."""

    word = models.CharField(max_length=40, primary_key=True)
    times = models.PositiveIntegerField()
    without = ArrayField(
        models.CharField(max_length=40)
    )  # it, and what is left of it; see itsm.knowledge.spelling

    objects: ClassVar[SpellingManager] = SpellingManager()

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["without"], name="spelling_without")]

    def __str__(self) -> str:
        return self.word
