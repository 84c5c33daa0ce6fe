"""Keys with which a program acts as the person who made it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.frame.prepared import Prepared
from itsm.people.models.person import Person

START = "baton_"  # so that a secret found in a log or a repository is known for what it is
SHOWN = len(START) + 6
USE_NOTED_EVERY = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """A plain hash is enough: the secret is 256 random bits, there is no dictionary to try."""
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenQuerySet(models.QuerySet["Token"]):
    def for_secret(self, secret: str, *, now: datetime) -> "Token | None":
        """The token with its person, read as for a session: two statements, written once."""
        token = BY_DIGEST.one(digest_of(secret))
        if token is None or token.state(now=now) != "usable":
            return None
        person = Person.objects.signed_in(token.person_id)
        if person is None:  # deactivated
            return None
        token.person = person
        return token

    def issue(self, person: Person, *, now: datetime, **fields: Any) -> tuple["Token", str]:
        """The new token and its secret, which is nowhere afterwards but with whoever asked."""
        secret = START + secrets.token_urlsafe(32)
        made = self.create(
            person=person, digest=digest_of(secret), prefix=secret[:SHOWN], created_at=now, **fields
        )
        return made, secret


class Token(models.Model):
    """Opens the API for a program with its owner's roles, narrowed by scope. Only the secret's hash is kept."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("change things")

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(
        _("name"), max_length=80, help_text=_("What uses it, for example “stock script”.")
    )
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope), verbose_name=_("may"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField(max_length=16, editable=False)
    created_at = models.DateTimeField(editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(_("ends"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[TokenQuerySet] = TokenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scope_labels(self) -> list[str]:
        return [str(Token.Scope(scope).label) for scope in self.scopes]

    def allows(self, scope: str) -> bool:
        return scope in self.scopes

    def revoke(self, *, now: datetime) -> None:
        """At once and for good. Doing it twice keeps the first moment."""
        if Token.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now):
            self.revoked_at = now

    def note_use(self, *, now: datetime) -> None:
        """At most one write a minute, however busy the program is."""
        before = now - USE_NOTED_EVERY
        if self.last_used_at is None or self.last_used_at < before:
            stale = Q(last_used_at=None) | Q(last_used_at__lt=before)
            Token.objects.filter(stale, pk=self.pk).update(last_used_at=now)
            self.last_used_at = now

    def state(self, *, now: datetime) -> str:
        if self.revoked_at:
            return "revoked"
        return "ended" if self.expires_at and self.expires_at <= now else "usable"


BY_DIGEST = Prepared(lambda digest: Token.objects.filter(digest=digest), str)
