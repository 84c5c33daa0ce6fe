"""An article: what we know, written down for those who may read it."""

from calendar import monthrange
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import connection, models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.knowledge.models.edition import Edition
from itsm.people.models import AudienceQuerySet, ForAudience, Person, Team
from itsm.services.models import Service
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


class Article(ForAudience):
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

    objects: ClassVar[Any] = ArticleQuerySet.as_manager()

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
    def is_due_for_review(self) -> bool:
        due = self.review_on is not None and self.review_on <= timezone.localdate()
        return due and self.state == self.State.PUBLISHED


class ArticleEdition(Edition):
    """The words of an article, one edition after the other."""

    SUBJECT: ClassVar = "article"
    PUBLISH: ClassVar = "knowledge.publish_article"
    ALONE: ClassVar = "knowledge.publish_article_alone"
    WORDS: ClassVar = ("title", "summary", "body", "keywords")

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

    def holes(self) -> dict[str, str]:
        needed = {"title": _("Give it a title."), "body": _("Write what helps.")}
        return {name: said for name, said in needed.items() if not getattr(self, name).strip()}

    def take_effect(self) -> None:
        article, now = self.article, timezone.now()
        for name in self.WORDS:
            setattr(article, name, getattr(self, name))
        article.state = Article.State.PUBLISHED
        article.published_at, article.changed_at = article.published_at or now, now
        article.review_on = in_months(article.review_months)
        article.save()


def in_months(months: int) -> date:
    """The day, so many months from today; a shorter month gives its last day."""
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


class Image(models.Model):
    """A picture in an article; who may read the article may see it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="images")
    file = models.ImageField(upload_to="knowledge/%Y/%m")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # the same picture twice is kept once
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "digest"], name="article_picture_once")
        ]

    def __str__(self) -> str:
        return self.name


class Vote(models.Model):
    """One colleague's word on whether an article helped; the last one counts."""

    class Reason(models.TextChoices):
        NOT_MINE = "not_mine", gettext_lazy("It is about something else")
        UNCLEAR = "unclear", gettext_lazy("It is hard to follow")
        OUTDATED = "outdated", gettext_lazy("It is out of date")
        FAILED = "failed", gettext_lazy("I did it, and it did not work")

    article = models.ForeignKey(Article, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    helped = models.BooleanField()
    reason = models.CharField(max_length=8, choices=Reason, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)  # the owner saw to it

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "person"], name="one_vote_each"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["article"], name="vote_unanswered", condition=Q(helped=False, answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.article.number}: {self.get_reason_display() or _('helped')}"


class Comment(models.Model):
    """Something said under an article, by anyone who may read it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField()
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.words[:60]


class Use(models.Model):
    """An article that was used on a ticket: linked by an agent, sent in a reply, or written from it."""

    class How(models.TextChoices):
        LINKED = "linked", gettext_lazy("linked")
        TOLD = "told", gettext_lazy("sent to the colleague")
        WRITTEN = "written", gettext_lazy("written from it")

    article = models.ForeignKey(Article, models.CASCADE, related_name="used")
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="articles_used")
    how = models.CharField(max_length=8, choices=How)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "ticket"], name="article_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.article.number} {self.get_how_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        new = self._state.adding
        super().save(*args, **kwargs)
        if new:
            Article.objects.filter(pk=self.article_id).update(uses=F("uses") + 1)
