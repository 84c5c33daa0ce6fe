"""What a person wants by mail. In the inbox everything arrives; a preference is only a row once it says otherwise."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.frame.practices import has_address
from itsm.people.models import Person


class Group(models.TextChoices):
    """Kinds of news, as coarse as a person decides about them. Also the name of the mail's template."""

    RECEIPT = "receipt", _("We have it: the receipt when you ask for help")
    ANSWER = "answer", _("Answers and questions to you, and what becomes of what you asked for")
    WORK = "work", _("Work that comes to you or comes back, and what colleagues write on it")
    MENTION = "mention", _("You are mentioned")
    CLOCK = "clock", _("Time running out: warnings, breaches, escalations")
    WATCH = "watch", _("News on what you watch")
    APPROVAL = "approval", _("Your yes or no is needed")
    NOTICE = "notice", _("Outages, maintenance and news of the services you use")
    SAID = "said", _("You said, we did: once a week, what came of feedback, and thanks")
    SURVEY = "survey", _("How was it: one question to you, now and then")
    DIGEST = "digest", _("Digests: what came together or waited for the end of your quiet hours")


# News of these kinds is about pages that a practice brings.
PAGES = {
    "approval": "approvals:waiting",
    "workaround": "known:list",
    "said": "feedback:say",
    "feedback": "feedback:say",
    "survey": "surveys:answer",
    "meeting": "meetings:list",
    "minutes": "meetings:list",
    "action": "meetings:list",
    "unit": "meetings:list",
    "briefing": "meetings:list",
}


def can_come(kind: str) -> bool:
    """Not while the practice that it is about is off."""
    return has_address(PAGES.get(kind, ""))


class How(models.TextChoices):
    """How one kind of news comes by one channel."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    NEVER = "never", _("not at all")


class PreferenceQuerySet(models.QuerySet["Preference"]):
    def chosen(self, people: Iterable[int], *, group: str, channel: str = "mail") -> dict[int, str]:
        """What those of these who chose anything chose. For everybody else it is `How.AT_ONCE`."""
        rows = self.filter(person__in=people, group=group, channel=channel)
        return {row.person_id: row.how for row in rows.only("person_id", "wanted", "daily")}

    def unwilling(self, people: list[int], *, group: str, channel: str) -> set[int]:
        """Who of these said no."""
        no = self.filter(person__in=people, group=group, channel=channel, wanted=False)
        return set(no.values_list("person_id", flat=True))


class Preference(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="preferences", db_index=False)
    group = models.CharField(max_length=10, choices=Group)
    channel = models.CharField(max_length=10, default="mail")
    wanted = models.BooleanField(default=True)
    daily = models.BooleanField(default=False)  # in one digest a day instead of at once

    objects: ClassVar = PreferenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "group", "channel"], name="one_preference")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.group} by {self.channel}: {self.how}"

    @property
    def how(self) -> str:
        if not self.wanted:
            return How.NEVER
        return How.DAILY if self.daily else How.AT_ONCE

    @classmethod
    def choose(cls, person: Person, group: str, how: str, *, channel: str = "mail") -> None:
        """A no keeps whether it was once a day, for whoever takes the no back."""
        words = {"wanted": False} if how == How.NEVER else {"wanted": True, "daily": how == How.DAILY}
        cls.objects.update_or_create(person=person, group=group, channel=channel, defaults=words)
