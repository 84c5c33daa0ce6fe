"""An article: what we know, written down for those who may read it."""

from calendar import monthrange
from datetime import date
from typing import Any, ClassVar, Self

from django.conf.locale import LANG_INFO
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.knowledge.models.edition import Edition
from itsm.knowledge.models.keeping import WORDS, Heard, LookedAfter, Written
from itsm.people.models import AudienceQuerySet, ForAudience, Person, Team
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models.columns import Computed
from itsm.tickets.models.event import SEARCHED_CHARACTERS


class ArticleQuerySet(AudienceQuerySet):
    def published(self) -> Self:
        return self.filter(state=Article.State.PUBLISHED)

    def visible_to(self, person: Person) -> Self:
        """The desk sees all there is, drafts too; colleagues what is published for them."""
        return self if person.works_the_desk else self.published().meant_for(person)

    def due_for_review(self) -> Self:
        return self.published().filter(review_on__lte=timezone.localdate())

    def for_list(self) -> Self:
        """A row shows no text."""
        return self.select_related("owner").defer("body", "search")


class ArticleManager(models.Manager.from_queryset(ArticleQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> ArticleQuerySet:
        """Nobody reads the search column; it is only ever searched."""
        return super().get_queryset().defer("search")


class Article(Written, LookedAfter, Heard, ForAudience):
    """What readers have: its title, summary and body are those of the published edition."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")  # no edition of it was published yet
        PUBLISHED = "published", gettext_lazy("published")
        RETIRED = "retired", gettext_lazy("retired")

    number = models.CharField(max_length=20, unique=True, editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    title = models.CharField(gettext_lazy("title"), max_length=200)
    summary = models.CharField(gettext_lazy("in one sentence"), max_length=300, blank=True)
    body = models.TextField(gettext_lazy("text"), blank=True)  # Markdown
    keywords = models.CharField(gettext_lazy("other words for it"), max_length=400, blank=True)
    language = models.CharField(gettext_lazy("language"), max_length=8, default="en")
    translates = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=gettext_lazy("is a translation of"),
    )
    services = models.ManyToManyField(
        Service, related_name="articles", blank=True, verbose_name=gettext_lazy("services")
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="owned_articles", verbose_name=gettext_lazy("owner")
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=gettext_lazy("team"),
    )
    review_months = models.PositiveSmallIntegerField(gettext_lazy("read again after, months"), default=6)
    review_on = models.DateField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    retired_why = models.CharField(max_length=240, blank=True, editable=False)
    helped = models.PositiveIntegerField(default=0, editable=False)  # votes
    did_not_help = models.PositiveIntegerField(default=0, editable=False)
    uses = models.PositiveIntegerField(default=0, editable=False)  # tickets it was used in
    source = models.CharField(max_length=300, null=True, unique=True, editable=False)  # noqa: DJ001 - imported from here
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    search = Computed(
        expression=SearchVector("number", "title", "keywords", config="english", weight="A")
        + SearchVector("summary", config="english", weight="B")
        + SearchVector(Left("body", SEARCHED_CHARACTERS), config="english", weight="C"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar[Any] = ArticleManager()

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="article_words"),
            models.Index(fields=["-published_at", "-id"], name="article_new", condition=Q(state="published")),
            models.Index(fields=["review_on"], name="article_due", condition=Q(state="published")),
        ]
        permissions: ClassVar = [
            ("write_article", "Can write and propose articles"),
            ("publish_article", "Can publish and retire articles that others wrote"),
            ("publish_article_alone", "Can publish articles without a second reader"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('knowledge_article_number'::regclass)")
                self.number = f"KB-{cursor.fetchone()[0]}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/knowledge/{self.number}/"

    @property
    def language_name(self) -> str:
        """As its speakers call it."""
        return str(LANG_INFO.get(self.language, {}).get("name_local", self.language)).capitalize()

    @property
    def votes_counted(self) -> int:
        return self.helped + self.did_not_help

    def read_again(self) -> date:
        return in_months(self.review_months)

    @property
    def is_due_for_review(self) -> bool:
        due = self.review_on is not None and self.review_on <= timezone.localdate()
        return due and self.state == self.State.PUBLISHED


class ArticleEdition(Edition):
    """The words of an article, one edition after the other."""

    SUBJECT: ClassVar = "article"
    PUBLISH: ClassVar = "knowledge.publish_article"
    ALONE: ClassVar = "knowledge.publish_article_alone"
    WORDS: ClassVar = WORDS

    article = models.ForeignKey(Article, models.CASCADE, related_name="editions")
    title = models.CharField(gettext_lazy("title"), max_length=200)
    summary = models.CharField(gettext_lazy("in one sentence"), max_length=300, blank=True)
    body = models.TextField(gettext_lazy("text"), blank=True)
    keywords = models.CharField(gettext_lazy("other words for it"), max_length=400, blank=True)

    class Meta(Edition.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="article_edition_number"),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=["draft", "proposed"]),
                name="one_article_edition_in_the_making",
            ),
        ]

    @classmethod
    def labels(cls) -> dict[str, Any]:
        fields: Any = {name: cls._meta.get_field(name) for name in cls.WORDS}
        return {name: field.verbose_name for name, field in fields.items()}

    def holes(self) -> dict[str, str]:
        needed = {"title": _("Give it a title."), "body": _("Write what helps.")}
        return {name: said for name, said in needed.items() if not getattr(self, name).strip()}

    def take_effect(self) -> None:
        article = self.article
        article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))
        if article.state == Article.State.RETIRED:
            raise Refused(_("It is retired: restore it first."))
        article.state, article.published_at = Article.State.PUBLISHED, article.published_at or timezone.now()
        article.review_on = article.read_again()
        article.save(update_fields=["state", "published_at", "review_on"])
        article.take_words(self)


def in_months(months: int) -> date:
    """The day, so many months from today; a shorter month gives its last day."""
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
