"""The post-incident review: what happened, what helped, what we change. Nobody is blamed in it."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from itsm.people.models import Person
from itsm.tickets.models.baton import require


class Review(models.Model):
    """Written once an incident is over; published to everyone at the desk."""

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="review")
    facilitator = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("facilitator"))
    summary = models.TextField(_("what happened, in plain words"))
    helped = models.TextField(_("what helped"), blank=True)
    hindered = models.TextField(_("what got in the way"), blank=True)
    communication = models.TextField(_("did people hear the right thing at the right time"), blank=True)
    published_at = models.DateTimeField(null=True)

    def publish(self, *, by: Person, now: datetime | None = None) -> None:
        require(summary=self.summary, communication=self.communication)
        with self.incident.act("publish_review", by=by, now=now) as act:
            self.published_at = act.now
            self.save()


class ReviewAction(models.Model):
    """Something to be done so that it happens less, with a name and a day."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="actions")
    what = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="review_actions", verbose_name=_("owner"))
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def is_late(self, today: date) -> bool:
        return self.done_at is None and self.due_on < today

    def finish(self, *, by: Person, now: datetime | None = None) -> None:
        with self.review.incident.act("finish_review_action", by=by, now=now, what=self.what) as act:
            self.done_at = act.now
            self.save()
