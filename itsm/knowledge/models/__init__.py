"""What we know: articles and their editions, what people look for, what Baton suggests and answers."""

from itsm.knowledge.models.around import Comment, Image, Use, Vote
from itsm.knowledge.models.article import Article, ArticleEdition, in_months
from itsm.knowledge.models.asked import Asked, Synonym
from itsm.knowledge.models.edition import Edition, StaleEdition
from itsm.knowledge.models.suggestion import Lesson, Suggestion, Voice
from itsm.knowledge.models.talk import Talk, Turn
from itsm.knowledge.models.word import Spelling, Word

__all__ = [
    "Article",
    "ArticleEdition",
    "Asked",
    "Comment",
    "Edition",
    "Image",
    "Lesson",
    "Spelling",
    "StaleEdition",
    "Suggestion",
    "Synonym",
    "Talk",
    "Turn",
    "Use",
    "Voice",
    "Vote",
    "Word",
    "in_months",
]
