"""How articles are told, and what may be sent about them. Readers are told what readers have; the desk is told more."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from itsm.frame.markdown import LONGEST
from itsm.knowledge.articles.access import may_decide
from itsm.knowledge.articles.difference import difference
from itsm.knowledge.articles.pictures import markdown
from itsm.knowledge.models import Article, ArticleEdition, Comment, Image, Use, Vote
from itsm.people.models import Audience, Person
from itsm.tickets.api.shapes import Ref

FOR_THE_DESK = ("audience", "sites", "teams", "roles", "owner", "team", "review_months", "review_on", "uses", "writing", "retired_why")  # fmt: skip

BODY: dict[str, Any] = {"body": {"max_length": LONGEST, "trim_whitespace": False}}


class ArticleRow(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Article
        fields: ClassVar = [
            "number", "state", "title", "summary", "language", "published_at", "changed_at", "helped", "did_not_help", "url",
        ]  # fmt: skip


class ArticleWritingShape(serializers.Serializer):
    """Who writes says both with what they save; if somebody was faster, they are told (409)."""

    edition = serializers.IntegerField(min_value=1)
    seen = serializers.IntegerField(min_value=0, help_text="How often that edition had been saved.")


class ArticleShape(ArticleRow):
    services = Ref(many=True, read_only=True)
    translates: Any = serializers.SlugRelatedField(slug_field="number", read_only=True, allow_null=True)
    sites = Ref(many=True, required=False)
    teams = Ref(many=True, required=False)
    owner = Ref(required=False)
    team = Ref(required=False, allow_null=True)
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

    @extend_schema_field(ArticleWritingShape)
    def get_writing(self, article: Article) -> dict[str, int]:
        number, seen = article.next_edition
        return {"edition": number, "seen": seen}

    def get_fields(self) -> dict[str, Any]:
        """A reader is not told what only the desk needs. The schema, which nobody asks for, names all of it."""
        fields, request = super().get_fields(), self.context.get("request")
        if request and getattr(request.user, "is_authenticated", False) and not request.user.works_the_desk:
            for name in FOR_THE_DESK:
                del fields[name]
        return fields


class ArticleWordsBody(serializers.ModelSerializer):
    class Meta:
        model = ArticleEdition
        fields: ClassVar = [*ArticleEdition.WORDS, "changes"]


class ArticleWriteBody(ArticleWritingShape, ArticleWordsBody):
    """What is left out stays as it is."""

    class Meta(ArticleWordsBody.Meta):
        fields: ClassVar = [*ArticleWordsBody.Meta.fields, "edition", "seen"]
        extra_kwargs: ClassVar = {"title": {"required": False}, **BODY}


class ArticleAboutBody(serializers.ModelSerializer):
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

    def validate_translates(self, other: Article | None) -> Article | None:
        """All translations of one article name the same one."""
        root = other.translates or other if other else None
        if root is not None and root == self.instance:
            raise serializers.ValidationError(_("It cannot be a translation of itself."))
        return root

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


class ArticleNewBody(ArticleAboutBody):
    ticket = serializers.CharField(required=False, max_length=20, help_text="It is written from this ticket.")

    class Meta(ArticleAboutBody.Meta):
        fields: ClassVar = ["title", "summary", "body", "keywords", *ArticleAboutBody.Meta.fields, "ticket"]
        extra_kwargs: ClassVar = {"title": {"required": True}, **BODY, **ArticleAboutBody.Meta.extra_kwargs}


class ArticleEditionRow(serializers.ModelSerializer):
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


class ArticleChangeShape(serializers.Serializer):
    field = serializers.CharField()
    html = serializers.CharField(help_text="With <del> and <ins>.")


class ArticleEditionShape(ArticleEditionRow):
    changed = serializers.SerializerMethodField()
    may_publish = serializers.SerializerMethodField()

    class Meta(ArticleEditionRow.Meta):
        fields: ClassVar = [*ArticleEditionRow.Meta.fields, *ArticleEdition.WORDS, "changed", "may_publish"]

    @extend_schema_field(ArticleChangeShape(many=True))
    def get_changed(self, edition: ArticleEdition) -> list[dict[str, str]]:
        before = edition.article.editions.filter(number__lt=edition.number).first()
        if before is None:
            return []
        pairs = [(name, difference(getattr(before, name), getattr(edition, name))) for name in edition.WORDS]
        return [{"field": name, "html": html} for name, html in pairs if html]

    def get_may_publish(self, edition: ArticleEdition) -> bool:
        making = edition.state != ArticleEdition.State.PUBLISHED
        return making and may_decide(self.context["request"].user, edition)


class ArticleReasonBody(serializers.Serializer):
    reason = serializers.CharField(max_length=2000, trim_whitespace=True)


class ArticleRetireBody(serializers.Serializer):
    reason = serializers.CharField(max_length=240)


class ArticleVoteBody(serializers.Serializer):
    helped = serializers.BooleanField()
    reason = serializers.ChoiceField(Vote.Reason.choices, required=False, default="")
    words = serializers.CharField(required=False, default="", allow_blank=True, max_length=2000)


class ArticleVoteShape(serializers.ModelSerializer):
    article = serializers.CharField(source="article.number")
    person = Ref()

    class Meta:
        model = Vote
        fields: ClassVar = ["id", "article", "person", "helped", "reason", "words", "at", "answered_at"]


class ArticleCommentBody(serializers.Serializer):
    words = serializers.CharField(max_length=4000)


class ArticleCommentShape(serializers.ModelSerializer):
    by = Ref()

    class Meta:
        model = Comment
        fields: ClassVar = ["id", "by", "at", "words"]


class ArticleImageShape(serializers.ModelSerializer):
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    markdown = serializers.SerializerMethodField()

    class Meta:
        model = Image
        fields: ClassVar = ["key", "name", "url", "markdown", "at"]

    def get_markdown(self, image: Image) -> str:
        return markdown(image)


class ArticleUseBody(serializers.Serializer):
    ticket = serializers.CharField(max_length=20)


class ArticleUseShape(serializers.ModelSerializer):
    ticket = serializers.CharField(source="ticket.number")
    by = Ref()

    class Meta:
        model = Use
        fields: ClassVar = ["ticket", "how", "by", "at"]


class ArticleTextBody(serializers.Serializer):
    body = serializers.CharField(allow_blank=True, trim_whitespace=False)


class ArticleHtmlShape(serializers.Serializer):
    html = serializers.CharField()


class ArticleFileBody(serializers.Serializer):
    file = serializers.FileField()
