"""Fifty questions over the demo articles, twenty of them without an answer. The figures are printed with `-s`."""

from itsm.knowledge.assistant.meaning import meant
from itsm.knowledge.assistant.retrieving import answers_to
from itsm.knowledge.models import Article
from tests.knowledge.assistant.conftest import QUESTIONS


def figures(name, reader):
    """How many of those with an answer are cited right, and how many of the others are refused."""
    files = dict(Article.objects.values_list("number", "source"))
    right = refused = known = 0
    for question in QUESTIONS[name]:
        cited = [files[one.key] for one in answers_to(meant(question["words"]), reader)]
        known += "right" in question
        right += bool(set(question.get("right", ())) & set(cited))
        refused += "right" not in question and not cited
    of = len(QUESTIONS[name])
    print(f"\n{name}: {right} of {known} cited right, {refused} of {of - known} refused")  # noqa: T201
    return right / known, refused / (of - known)


def test_what_it_was_tuned_on_is_answered_and_refused(house, db, colleague):
    right, refused = figures("tuning", colleague)
    assert right >= 0.7
    assert refused == 1


def test_nine_of_ten_are_answered_from_the_right_article_and_nine_of_ten_refused(house, db, colleague):
    right, refused = figures("question", colleague)
    assert right >= 0.9
    assert refused >= 0.9
