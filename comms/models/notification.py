"""The inbox: what a person was told inside Baton."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from catalog.models import Approval
from comms.models.feedback import Feedback
from comms.models.notice import Notice
from comms.models.reason import Told
from itsm.knowledge.models import Article
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket

MOST_COUNTED = 100


class NotificationQuerySet(models.QuerySet["Notification"]):
    def for_person(self, person: Person) -> Self:
        """Theirs, as far as they may still see the ticket."""
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def read(self) -> Self:
        return self.exclude(read_at=None)

    def visible(self, person: Person) -> Self:
        """A ticket that was restricted since is gone from the inbox, too, and so is the notice about it. Who is asked to
        agree need not see the ticket: they see what they are asked. Who looks after an article sees it.
        """
        of_ticket = Q(ticket__in=Ticket.objects.visible_to(person))
        asked = Q(ticket__in=Approval.objects.of(person).values("step__ticket"))
        of_notice = Q(notice__in=Notice.objects.visible_to(person))
        of_feedback = Q(feedback__in=Feedback.objects.visible_to(person))
        return self.filter(of_ticket | asked | of_notice | of_feedback | Q(article__owner=person))

    def with_subject(self) -> Self:
        """The ticket, the notice, the article or the feedback it is about."""
        return self.select_related("ticket", "notice", "article", "feedback", "event__actor")

    def count_up_to_most(self) -> int:
        """Nobody needs to know whether 100 or 3,000 are unread."""
        return len(self.order_by().values_list("pk")[:MOST_COUNTED])

    def mark_read(self, *, now: datetime) -> int:
        return self.unread().update(read_at=now)


class Notification(Told):
    """One person was told of one Event, never twice; or of a notice, an article or feedback, whose newest word stands
    for all of it.
    """

    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="notifications", db_index=False)
    notice = models.ForeignKey(
        Notice, models.CASCADE, null=True, related_name="notifications", db_index=False
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications", db_index=False)
    ticket = models.ForeignKey(
        Ticket, models.CASCADE, null=True, related_name="notifications", db_index=False
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, related_name="notifications", db_index=False
    )
    feedback = models.ForeignKey(
        Feedback, models.CASCADE, null=True, related_name="notifications", db_index=False
    )
    title = models.CharField(max_length=240)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects: ClassVar = NotificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            # A notice puts a line before thousands at once: what is about events and tickets does not hold them.
            models.UniqueConstraint(
                fields=["event", "person"], name="notified_once", condition=Q(event__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["notice", "person"], name="one_line_per_notice", condition=Q(notice__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["article", "person"], name="one_line_per_article", condition=Q(article__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["feedback", "person"],
                name="one_line_per_feedback",
                condition=Q(feedback__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(
                    event__isnull=False, ticket__isnull=False, notice=None, article=None, feedback=None
                )
                | Q(event=None, ticket=None, notice__isnull=False, article=None, feedback=None)
                | Q(event=None, ticket=None, notice=None, article__isnull=False, feedback=None)
                | Q(event=None, ticket=None, notice=None, article=None, feedback__isnull=False),
                name="about_one_thing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="inbox_unread", condition=Q(read_at=None)),
            models.Index(fields=["person", "-id"], name="inbox_read", condition=Q(read_at__isnull=False)),
            models.Index(
                fields=["ticket", "person"],
                name="inbox_ticket",
                condition=Q(read_at=None, ticket__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
