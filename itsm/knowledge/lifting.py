"""What helped before stands higher: articles gain by the word of their readers and by the tickets they were used on."""

from django.db.models import FloatField

from itsm.frame.sql import Sql
from itsm.knowledge.question import Question

LIFT = 0.02  # what ten times as much help is worth is less than half a word
TICKETS = 1000  # newest with these words whose articles count
MOST, HALF = 0.3, 2.0  # the most that an article gains by these; half of it with so many uses

# Helpful votes and tickets it was used on speak for it, votes against take that back, and most of all says what solved
# tickets like this one. The tickets stand in an array, which is made once for the whole statement.
GAINED = f"""
    least({LIFT} * ln(greatest({{helped}} + 2 * {{uses}} - {{did_not_help}}, 0) + 1), 0.1)
    + {MOST} - {MOST} * {HALF} / ({HALF} + (
        SELECT count(*) FROM knowledge_use WHERE article_id = {{pk}} AND ticket_id = ANY(ARRAY(
            SELECT id FROM tickets_ticket WHERE search @@ {{asked}}::tsquery ORDER BY id DESC LIMIT {TICKETS}))))"""  # noqa: S608 - constants


def lift(question: Question) -> Sql:
    """Of each article, as a part of the statement that ranks them."""
    return Sql(GAINED, FloatField(), asked=question.strict)
