"""What agents keep beside the tickets: drafts, saved views, macros."""

from datetime import datetime
from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person, Team


class Draft(models.Model):
    """Words not sent yet, kept on the server so that no crash, sign-out or second screen loses them."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    mode = models.CharField(
        max_length=8, default="public"
    )  # public, internal or logged: the composer's words
    words = models.TextField(blank=True)
    until = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "person"], name="one_draft_per_writer")
        ]

    @classmethod
    def keep(
        cls, *, ticket_id: int, person: Person, mode: str, words: str, until: datetime | None = None
    ) -> None:
        if words.strip():
            cls.objects.update_or_create(
                ticket_id=ticket_id, person=person, defaults={"mode": mode, "words": words, "until": until}
            )
        else:
            cls.objects.filter(ticket_id=ticket_id, person=person).delete()


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(Q(owner=person) | Q(team__in=person.team_ids) | Q(everyone=True))


class SavedView(models.Model):
    """A list somebody comes back to. Its filters are the address itself, so a link says all of it."""

    name = models.CharField(_("name"), max_length=60)
    owner = models.ForeignKey(Person, models.CASCADE, related_name="saved_views")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, verbose_name=_("shared with team"))
    everyone = models.BooleanField(_("shared with everyone at the desk"), default=False)
    query = models.TextField(blank=True)  # what stands after the “?” of the list

    objects: ClassVar = SavedViewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]


class MacroQuerySet(models.QuerySet["Macro"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(Q(team=None) | Q(team__in=person.team_ids))


class Macro(models.Model):
    """Words and acts an agent needs often. `words` may name the variables that `itsm.tickets.macros` fills."""

    name = models.CharField(_("name"), max_length=60)
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, help_text=_("Empty: for every team.")
    )
    mode = models.CharField(
        _("kind of message"),
        max_length=8,
        choices=[("reply", _("public reply")), ("note", _("internal note"))],
    )
    words = models.TextField(
        _("words"), help_text=_("Variables: {colleague} {agent} {number} {service} {team} {promise}")
    )
    promise_minutes = models.PositiveIntegerField(_("next word in (minutes)"), null=True, blank=True)
    verb = models.CharField(_("then"), max_length=20, blank=True, validators=[RegexValidator(r"^[a-z_]*$")])

    objects: ClassVar = MacroQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
