"""What belongs to an article: its pictures, what readers say of it, the tickets it was used on."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.knowledge.models.article import Article, ArticleEdition
from itsm.people.models import Person

KEY = 16  # characters of the digest in a picture's address


class ImageQuerySet(models.QuerySet["Image"]):
    def visible_to(self, person: Person) -> Self:
        """Of articles they may read: writers see every picture, the rest of the desk those of published editions, and
        colleagues those of the text they have. So nothing is out before its edition is.
        """
        if person.has_perm("knowledge.write_article"):
            return self
        key = Left(OuterRef("digest"), KEY)
        if not person.works_the_desk:
            return self.filter(Exists(Article.objects.filter(pk=OuterRef("article"), body__contains=key)))
        editions = ArticleEdition.objects.filter(state=ArticleEdition.State.PUBLISHED, body__contains=key)
        return self.filter(Exists(editions.filter(article=OuterRef("article"))))


class Image(models.Model):
    """A picture in an article; who may read the text it stands in may see it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="images")
    file = models.ImageField(upload_to="knowledge/%Y/%m")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # the same picture twice is kept once
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ImageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "digest"], name="article_picture_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/knowledge/{self.article.number}/images/{self.key}/"

    @property
    def key(self) -> str:
        """In its address: the same picture keeps it, wherever the article is brought to."""
        return self.digest[:KEY]


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

    @property
    def said(self) -> tuple[bool, str, str]:
        return self.helped, self.reason, self.words

    @property
    def says_why(self) -> bool:
        return not self.helped and bool(self.reason or self.words)


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

    def remove(self, *, by: Person) -> None:
        """It is kept, and nobody reads it."""
        self.removed_by = by
        self.save(update_fields=["removed_by"])


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
