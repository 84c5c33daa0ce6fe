"""The messages of a notice: one act of telling, with its words for each audience."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comms.models.notice import Notice, Phase
from itsm.people.models import Person


class Audience(models.TextChoices):
    """Who reads: the same facts in their words. A person belongs to the first that fits, from the bottom up."""

    COLLEAGUES = "colleagues", _("colleagues")
    MANAGERS = "managers", _("managers")
    IT = "it", _("IT teams")
    SPONSOR = "sponsor", _("sponsor")


class Update(models.Model):
    """One message. Never changed after it was sent: what people were told stays what they were told."""

    REMIND: ClassVar = "remind"  # the last words again, for those who have not confirmed

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="updates")
    verb = models.CharField(max_length=12)  # the step of the flow it came with, or "remind", "answer"
    phase = models.CharField(max_length=14, choices=Phase)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    next_update_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)  # of a planned notice, as this message says it
    ends_at = models.DateTimeField(null=True)
    urgent = models.BooleanField(default=False)  # passes quiet hours
    lost = models.TextField(null=True)  # noqa: DJ001 - of an outage's last message: "" is nothing lost, null is not said
    # Fan-out, resumable: everyone up to this person has their delivery rows.
    told_up_to = models.BigIntegerField(default=0)
    fanned_out_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    sending_at = models.DateTimeField(
        null=True
    )  # last sign of life of whoever sends it; null while nobody does
    done_at = models.DateTimeField(null=True)  # nothing of it waits any more

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["notice", "id"], name="update_of_notice"),
            models.Index(fields=["id"], name="update_in_hand", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.notice.number} {self.verb}"


class Text(models.Model):
    """What one audience reads: the five slots, and the finished subject."""

    SLOTS: ClassVar = ("what", "who", "do", "we", "next")

    update = models.ForeignKey(Update, models.CASCADE, related_name="texts")
    audience = models.CharField(max_length=10, choices=Audience)
    subject = models.CharField(max_length=200)
    what = models.TextField(_("what happens"))
    who = models.TextField(_("who is affected"), blank=True)
    do = models.TextField(_("what to do"), blank=True)
    we = models.TextField(_("what we do"), blank=True)
    next = models.TextField(_("when you hear next"), blank=True)
    grade = models.FloatField(null=True)  # reading grade when it was sent, for its author only

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["update", "audience"], name="one_text_per_audience")
        ]

    def __str__(self) -> str:
        return self.subject
