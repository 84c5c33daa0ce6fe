"""How articles are told, and what may be sent about them. Readers are told what readers have; the desk is told more."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from itsm.knowledge.articles.access import may_decide
from itsm.knowledge.articles.difference import difference
from itsm.knowledge.articles.pictures import markdown
from itsm.knowledge.models import Article, ArticleEdition, Comment, Image, Use, Vote
from itsm.people.models import Audience, Person

FOR_THE_DESK = ("audience", "sites", "teams", "roles", "owner", "team", "review_months", "review_on", "uses", "writing", "retired_why")  # fmt: skip


class Ref(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class ArticleRow(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Article
        fields: ClassVar = [
            "number", "state", "title", "summary", "language", "published_at", "changed_at", "helped", "did_not_help", "url",
        ]  # fmt: skip


class WritingShape(serializers.Serializer):
    """Who writes says both with what they save; if somebody was faster, they are told (409)."""

    edition = serializers.IntegerField(min_value=1)
    seen = serializers.IntegerField(min_value=0, help_text="How often that edition had been saved.")


class ArticleShape(ArticleRow):
    services = Ref(many=True, read_only=True)
    translates = serializers.SlugRelatedField(slug_field="number", read_only=True)
    sites = Ref(many=True, read_only=True)
    teams = Ref(many=True, read_only=True)
    owner = Ref(read_only=True)
    team = Ref(read_only=True, allow_null=True)
    writing = serializers.SerializerMethodField()

    class Meta(ArticleRow.Meta):
        fields: ClassVar = [
            *ArticleRow.Meta.fields,
            "body",
            "keywords",
            "services",
            "translates",
            *FOR_THE_DESK,
        ]

    def get_writing(self, article: Article) -> WritingShape:  # type: ignore[override]
        number, seen = article.next_edition
        return {"edition": number, "seen": seen}  # type: ignore[return-value]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        request = self.context.get("request")
        if request is not None and request.user.is_authenticated and not request.user.works_the_desk:
            for name in FOR_THE_DESK:
                del fields[name]
        return fields


class WordsBody(serializers.ModelSerializer):
    class Meta:
        model = ArticleEdition
        fields: ClassVar = [*ArticleEdition.WORDS, "changes"]


class WriteBody(WritingShape, WordsBody):  # type: ignore[misc]
    """What is left out stays as it is."""

    class Meta(WordsBody.Meta):
        fields: ClassVar = [*WordsBody.Meta.fields, "edition", "seen"]
        extra_kwargs: ClassVar = {"title": {"required": False}}


class AboutBody(serializers.ModelSerializer):
    owner: Any = serializers.PrimaryKeyRelatedField(
        queryset=Person.objects.filter(is_active=True), required=False
    )
    translates: Any = serializers.SlugRelatedField(
        slug_field="number", queryset=Article.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = Article
        fields: ClassVar = [
            "audience", "sites", "teams", "roles", "services", "owner", "team", "review_months", "language", "translates",
        ]  # fmt: skip
        extra_kwargs: ClassVar = {"review_months": {"min_value": 1, "max_value": 60}}

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """“Only some” names whom, in this request or before."""
        article = self.instance
        audience = given.get("audience", article.audience if article else None)
        if audience == Audience.LIMITED and not any(
            self.named(given, name) for name in ("sites", "teams", "roles")
        ):
            raise serializers.ValidationError({"audience": _("Say who may read it: sites, teams or roles.")})
        return given

    def named(self, given: dict[str, Any], name: str) -> bool:
        if name in given or self.instance is None:
            return bool(given.get(name))
        kept = getattr(self.instance, name)
        return bool(kept) if name == "roles" else bool(kept.exists())


class NewBody(AboutBody):
    ticket = serializers.CharField(required=False, max_length=20, help_text="It is written from this ticket.")

    class Meta(AboutBody.Meta):
        fields: ClassVar = ["title", "summary", "body", "keywords", *AboutBody.Meta.fields, "ticket"]
        extra_kwargs: ClassVar = {"title": {"required": True}, **AboutBody.Meta.extra_kwargs}


class EditionRow(serializers.ModelSerializer):
    by = Ref(read_only=True)
    decided_by = Ref(read_only=True, allow_null=True)

    class Meta:
        model = ArticleEdition
        fields: ClassVar = [
            "number",
            "state",
            "by",
            "at",
            "changes",
            "decided_by",
            "decided_at",
            "sent_back",
            "stamp",
        ]


class ChangeShape(serializers.Serializer):
    field = serializers.CharField()
    html = serializers.CharField(help_text="With <del> and <ins>.")


class EditionShape(EditionRow):
    changed = serializers.SerializerMethodField()
    may_publish = serializers.SerializerMethodField()

    class Meta(EditionRow.Meta):
        fields: ClassVar = [*EditionRow.Meta.fields, *ArticleEdition.WORDS, "changed", "may_publish"]

    def get_changed(self, edition: ArticleEdition) -> list[ChangeShape]:
        before = edition.article.editions.filter(number__lt=edition.number).first()
        if before is None:
            return []
        pairs = [(name, difference(getattr(before, name), getattr(edition, name))) for name in edition.WORDS]
        return [{"field": name, "html": html} for name, html in pairs if html]  # type: ignore[misc]

    def get_may_publish(self, edition: ArticleEdition) -> bool:
        making = edition.state != ArticleEdition.State.PUBLISHED
        return making and may_decide(self.context["request"].user, edition)


class ReasonBody(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, trim_whitespace=True)


class RetireBody(serializers.Serializer):
    reason = serializers.CharField(max_length=240)


class VoteBody(serializers.Serializer):
    helped = serializers.BooleanField()
    reason = serializers.ChoiceField(Vote.Reason.choices, required=False, default="")
    words = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


class VoteShape(serializers.ModelSerializer):
    article = serializers.CharField(source="article.number")
    person = Ref()

    class Meta:
        model = Vote
        fields: ClassVar = ["id", "article", "person", "helped", "reason", "words", "at", "answered_at"]


class CommentBody(serializers.Serializer):
    words = serializers.CharField(max_length=4000)


class CommentShape(serializers.ModelSerializer):
    by = Ref()

    class Meta:
        model = Comment
        fields: ClassVar = ["id", "by", "at", "words"]


class ImageShape(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    markdown = serializers.SerializerMethodField()

    class Meta:
        model = Image
        fields: ClassVar = ["key", "name", "url", "markdown", "at"]

    def get_markdown(self, image: Image) -> str:
        return markdown(image)


class UseBody(serializers.Serializer):
    ticket = serializers.CharField(max_length=20)


class UseShape(serializers.ModelSerializer):
    ticket = serializers.CharField(source="ticket.number")
    by = Ref()

    class Meta:
        model = Use
        fields: ClassVar = ["ticket", "how", "by", "at"]


class TextBody(serializers.Serializer):
    body = serializers.CharField(allow_blank=True, trim_whitespace=False)


class HtmlShape(serializers.Serializer):
    html = serializers.CharField()


class FileBody(serializers.Serializer):
    file = serializers.FileField()
