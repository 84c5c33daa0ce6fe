"""Who a notice is for, and how far it got with each: addressed → delivered → seen → acknowledged → understood."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comms.models.notice import Notice, who_may_see
from comms.models.update import Audience, Update
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service


class Aim(models.Model):
    """Whom the writer means. `comms.notices.audience` turns it into people; what is empty adds nobody."""

    notice = models.OneToOneField(Notice, models.CASCADE, primary_key=True, related_name="aim")
    everyone = models.BooleanField(_("everyone"), default=False)
    services = models.ManyToManyField(
        Service, related_name="+", blank=True, verbose_name=_("who uses these services")
    )
    sites = models.ManyToManyField(
        Site, related_name="+", blank=True, verbose_name=_("who works at these sites")
    )
    teams = models.ManyToManyField(Team, related_name="+", blank=True, verbose_name=_("these teams"))
    people = models.ManyToManyField(Person, related_name="+", blank=True, verbose_name=_("these colleagues"))
    without = models.ManyToManyField(Person, related_name="+", blank=True, verbose_name=_("but not these"))
    sponsor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")


class Why(models.TextChoices):
    """The first reason that found them, in this order: the plainest first."""

    NAMED = "named", _("you were named")
    ASKED = "asked", _("you asked for help with it, in {about}")
    SUBSCRIBED = "subscribed", _("you follow {about}")
    USED = "used", _("you used {about} lately")
    SERVES = "serves", _("{about} is there for your site")
    SITE = "site", _("you work at {about}")
    TEAM = "team", _("you are in {about}")
    EVERYONE = "everyone", _("it concerns everyone")


# A mail server took it and it did not come back, or they saw it here.
REACHED = Q(delivered_at__isnull=False) & (Q(bounced_at=None) | Q(seen_at__isnull=False))


class AddresseeQuerySet(models.QuerySet["Addressee"]):
    def delivered(self) -> Self:
        return self.filter(REACHED)

    def still_hearing(self, notice: Notice) -> Self:
        """Everyone addressed who still works here and may know."""
        rows = self.filter(notice=notice.pk, person__is_active=True)
        ticket = notice.ticket
        if ticket is not None and ticket.restricted:
            rows = rows.filter(person__in=who_may_see(ticket))
        return rows

    def to_tell(self, update: Update) -> Self:
        """Who gets this message: everyone who still hears of the notice; a reminder only who has not confirmed."""
        rows = self.still_hearing(update.notice)
        if update.verb == Update.REMIND:
            rows = rows.not_acknowledged().filter(reminded_at=update.at, notice__open=True)
        return rows

    def among(self, people: Iterable[int], *, notice: int) -> set[int]:
        """Which of these it is addressed to, whether they have their row already or still stand on a list."""
        these = set(people)
        rows = self.filter(notice=notice, person__in=these).values_list("person", flat=True)
        lists = Roll.objects.filter(update__notice=notice, people__overlap=list(these))
        return set(rows).union(*(these.intersection(one.people) for one in lists))

    def not_acknowledged(self) -> Self:
        return self.filter(acknowledged_at=None)

    def to_remind(self) -> Self:
        """Who has not confirmed, and still works here."""
        return self.not_acknowledged().filter(person__is_active=True)

    def misread(self) -> Self:
        return self.filter(understood=False)


class Addressee(models.Model):
    """One person addressed by one notice; each step keeps the moment of its first evidence, and never goes back."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="addressees", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="addressed", db_index=False)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.COLLEAGUES)
    why = models.CharField(max_length=10, choices=Why)
    about = models.CharField(max_length=120, blank=True)
    addressed_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)  # a mail server took it, or they saw it here
    bounced_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # they, signed in or by their own link, had it before them
    acknowledged_at = models.DateTimeField(null=True)  # they pressed the button
    answer = models.PositiveSmallIntegerField(null=True)  # their first answer to the question
    answered_at = models.DateTimeField(null=True)
    understood = models.BooleanField(null=True)
    clear = models.BooleanField(null=True)  # "was this clear?": their latest word on it
    affected_at = models.DateTimeField(null=True)  # "me too"
    reminded_at = models.DateTimeField(null=True)
    put_away = models.BigIntegerField(db_default=0)  # the last message whose banner they have put away

    objects: ClassVar = AddresseeQuerySet.as_manager()
    REACHED: ClassVar = REACHED

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "person"], name="addressed_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "-notice"], name="addressed_person"),
            models.Index(
                fields=["notice", "person"], name="addressed_silent", condition=Q(acknowledged_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.notice_id}"

    @property
    def because(self) -> str:
        return str(Why(self.why).label).replace("{about}", self.about)

    def note(self, step: str, *, now: datetime) -> None:
        """Keep the first evidence of `step` ("seen", "acknowledged", "affected"). What proves more proves less, too."""
        implied = {
            "delivered": ("delivered",),
            "seen": ("delivered", "seen"),
            "acknowledged": ("delivered", "seen", "acknowledged"),
            "affected": ("delivered", "seen", "affected"),
        }[step]
        fresh = [f"{name}_at" for name in implied if getattr(self, f"{name}_at") is None]
        for name in fresh:
            setattr(self, name, now)
            Addressee.objects.filter(pk=self.pk, **{name: None}).update(**{name: now})


class Roll(models.Model):
    """Some whom a message newly found, as it was said; gone once each of them has a row. See `comms.notices.roll`."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="rolls")
    audience = models.CharField(max_length=10, choices=Audience)
    why = models.CharField(max_length=10, choices=Why)
    about = models.CharField(max_length=120, blank=True)
    people = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{len(self.people)} of {self.update_id}"


class Subscription(models.Model):
    """Somebody follows a service: a person of the house, or, on a public status page, an address that was confirmed."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="subscriptions", db_index=False)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="subscriptions", db_index=False
    )
    address = models.EmailField(blank=True)  # of somebody without an account
    since = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "person"], name="follows_once", condition=Q(address="")
            ),
            models.UniqueConstraint(
                fields=["service", "address"], name="address_follows_once", condition=~Q(address="")
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")),
                name="person_or_address",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="subscription_person")]

    def __str__(self) -> str:
        return f"{self.person or self.address} follows {self.service}"
