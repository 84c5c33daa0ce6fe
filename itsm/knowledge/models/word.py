"""How common each word is: what makes two texts alike is the rare words they share."""

from typing import ClassVar

from django.db import connection, models, transaction

SAMPLE = 50_000  # newest tickets that are counted
ALL = ""  # the row that says how many were counted

COUNT = """
    INSERT INTO knowledge_word (word, tickets)
    SELECT word, ndoc FROM ts_stat($$
        SELECT search FROM tickets_ticket ORDER BY id DESC LIMIT {sample}
    $$) WHERE ndoc > 1 AND length(word) <= 60
    UNION ALL
    SELECT '', count(*) FROM (SELECT FROM tickets_ticket LIMIT {sample}) counted"""


class WordManager(models.Manager["Word"]):
    def count_anew(self) -> None:
        """In one transaction: whoever reads meanwhile sees the old counts."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE knowledge_word IN EXCLUSIVE MODE")  # one at a time; readers go on
            cursor.execute("DELETE FROM knowledge_word")
            cursor.execute(COUNT.format(sample=SAMPLE))


class Word(models.Model):
    """A word as the search column knows it (its stem), and in how many tickets of the sample it is. Once is not kept."""

    word = models.CharField(max_length=60, primary_key=True)
    tickets = models.PositiveIntegerField()

    objects: ClassVar[WordManager] = WordManager()

    def __str__(self) -> str:
        return self.word
