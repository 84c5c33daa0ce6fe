"""What around tickets grows old. Tickets themselves, their Events and clocks stay: figures are counted from them."""

from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.frame.retention.kinds import Kind, Rows, register
from itsm.tickets.models import Attachment, Draft, Read


def reads(before: datetime) -> Rows:
    return Read.objects.filter(at__lt=before)


def drafts(before: datetime) -> Rows:
    return Draft.objects.filter(saved_at__lt=before)


def unsent_files(before: datetime) -> Rows:
    return Attachment.objects.filter(event=None, at__lt=before)


def files(before: datetime) -> Rows:
    """Of tickets that nobody can reopen any more."""
    ended = Q(ticket__closed_at__lt=before) | Q(ticket__closed_at=None, ticket__changed_at__lt=before)
    return Attachment.objects.filter(ended, event__isnull=False, ticket__open=False)


def delete_files(rows: Rows) -> None:
    """The bytes go once it is certain that the rows have gone."""
    names = [name for row in rows for name in (row.file.name, row.thumbnail.name) if name]
    rows.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def add_to_house() -> None:
    register(
        Kind(
            key="drafts", label=_("Words never sent"), order=20, old=drafts, age="saved_at", days=90, least=1,
            goes=_("Drafts on tickets that nobody touched for so long."), stays=_("Everything that was sent."),
        ),
        Kind(
            key="unsent-files", label=_("Files never sent"), order=21, old=unsent_files, age="at", days=30, least=1,
            goes=_("Files that were uploaded for a message and never sent with it."), stays=_("Files of messages."),
            forget=delete_files,
        ),
        Kind(
            key="files", label=_("Files of closed tickets"), order=25, old=files, age="at", days=None, least=30,
            goes=_("Files that came with messages, and their previews."), stays=_("The messages."), forget=delete_files,
        ),
        Kind(
            key="reads", label=_("Log of reads"), order=30, old=reads, age="at", days=365, least=30,
            goes=_("Who read a restricted ticket, and when."), stays=_("The tickets."),
        ),
    )  # fmt: skip
