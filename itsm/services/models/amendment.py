"""Editing the policy: every write bumps its version in the same transaction, so that no process serves an old one."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.apps import apps
from django.db import models, transaction
from django.db.models import F

from itsm.services.signals import policy_changed

M = TypeVar("M", bound=models.Model)
_amending: ContextVar[bool] = ContextVar("amending", default=False)


class PolicyVersion(models.Model):
    """One row. `number` counts amendments; `edition` is never repeated, not even when a transaction is rolled back."""

    number = models.PositiveIntegerField(default=1)
    edition = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return f"policy {self.number}"


@contextmanager
def amendment() -> Iterator[None]:
    """One edit of the policy: one transaction, one new version, one announcement, however many rows are written within.

    The version row is written first, and so is the lock that lets one amendment in at a time.
    """
    if _amending.get():
        yield
        return
    token = _amending.set(True)
    try:
        with transaction.atomic():
            PolicyVersion.objects.update(number=F("number") + 1, edition=uuid.uuid4())
            before = apps.get_model("services", "SupportCalendar").objects.hours_by_id()
            yield
            if before:  # without a calendar no clock can have been running
                transaction.on_commit(lambda: policy_changed.send(sender=PolicyVersion, before=before))
    finally:
        _amending.reset(token)


class PolicyQuerySet(models.QuerySet[M]):
    """Bulk writes are amendments, too."""

    def update(self, **fields: Any) -> int:
        with amendment():
            return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        with amendment():
            return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[M]:
        with amendment():
            return super().bulk_create(objs, *args, **options)

    def bulk_update(self, objs: Any, *args: Any, **options: Any) -> int:
        with amendment():
            return super().bulk_update(objs, *args, **options)


class PolicyRow(models.Model):
    """A row whose every write is an amendment of the policy."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with amendment():
            super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with amendment():
            return super().delete(*args, **options)
