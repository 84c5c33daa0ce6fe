"""What knowledge holds of a person: what they looked for, asked the assistant and thought of articles."""

from django.utils.translation import gettext_lazy as _

from itsm.people.privacy.holdings import Kind, Way, register, register_kind


def add_to_house() -> None:
    register_kind(
        Kind(
            key="knowledge", label=_("Searches, talks and votes"), order=40,
            says=_("What they looked for and said to the assistant goes. Votes and comments stay without their words."),
        )
    )  # fmt: skip
    register(
        "knowledge", Way.BLANKED, ["knowledge.Asked.by"], words=("words", "opened"), tells=("words", "at")
    )
    register(
        "knowledge",
        Way.BLANKED,
        ["knowledge.Turn.talk__person"],
        words=("words",),
        tells=("side", "words", "at"),
    )
    register("knowledge", Way.KEPT, ["knowledge.Talk.person"], tells=("began_at", "outcome"))
    register(
        "knowledge",
        Way.BLANKED,
        ["knowledge.Vote.person"],
        words=("words",),
        tells=("article__title", "helped", "words", "at"),
    )
    register(
        "knowledge",
        Way.BLANKED,
        ["knowledge.Comment.by"],
        words=("words",),
        tells=("article__title", "words", "at"),
    )
    register(
        "work", Way.KEPT,
        ["knowledge.Article.owner", "knowledge.Article.retired_by", "knowledge.ArticleEdition.by",
         "knowledge.ArticleEdition.decided_by", "knowledge.Image.by", "knowledge.Comment.removed_by", "knowledge.Use.by",
         "knowledge.Synonym.by", "knowledge.Suggestion.decided_by"],
    )  # fmt: skip
