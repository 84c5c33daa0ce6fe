"""Files on tickets: checked on the way in, served as downloads, thumbnails for pictures."""

import hashlib
import io
import uuid
import warnings
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from itsm.people.models import Person

if TYPE_CHECKING:
    from itsm.tickets.models.event import Event

LARGEST = 25 * 1024 * 1024
# What runs when opened has no business in a help request; everything else is stored and only ever downloaded.
REFUSED_ENDINGS = frozenset(
    [
        ".bat",
        ".cmd",
        ".com",
        ".cpl",
        ".exe",
        ".hta",
        ".jar",
        ".js",
        ".jse",
        ".lnk",
        ".msi",
        ".ps1",
        ".reg",
        ".scr",
        ".vbe",
        ".vbs",
        ".wsf",
    ]
)
THUMBNAIL = (320, 240)
PICTURES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}


def storage_path(attachment: "Attachment", _name: str) -> str:
    """A name nobody can guess and no ending a server would act on."""
    return f"attachments/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}"


def thumbnail_path(attachment: "Attachment", _name: str) -> str:
    return f"thumbnails/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, person: Person) -> Self:
        """Of tickets the person sees: files of messages they may read, and their own that are not sent yet."""
        from itsm.tickets.models.ticket import Ticket

        found = self.filter(ticket__in=Ticket.objects.visible_to(person))
        if not person.works_the_desk:
            found = found.filter(
                models.Q(event__audience="public") | models.Q(event=None, uploaded_by=person)
            )
        return found


class Attachment(models.Model):
    """A file that came with a message. Until the message is sent it belongs to its writer's draft."""

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="attachments")
    event = models.ForeignKey("tickets.Event", models.PROTECT, null=True, related_name="attachments")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    file = models.FileField(upload_to=storage_path, max_length=120)
    thumbnail = models.FileField(upload_to=thumbnail_path, max_length=120, blank=True)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = AttachmentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def take_in(cls, upload: UploadedFile, *, ticket_id: int, by: Person | None) -> "Attachment":
        """Check the file and store it; ValidationError says what is wrong and what to do."""
        name = PurePath(upload.name or "file").name[-255:]
        check(name, upload.size or 0)
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
        picture, content_type = make_thumbnail(upload)
        row = cls(
            ticket_id=ticket_id, uploaded_by=by, name=name, size=upload.size or 0, sha256=digest.hexdigest(),
            content_type=content_type or (upload.content_type or "application/octet-stream")[:100],
        )  # fmt: skip
        row.file.save(name, upload, save=False)
        if picture is not None:
            row.thumbnail.save(name, picture, save=False)
        row.save()
        return row

    def settle(self, event: "Event") -> None:
        """The message it came with is sent: from now on the file belongs to it."""
        type(self).objects.filter(pk=self.pk, event=None).update(event=event)

    @property
    def is_picture(self) -> bool:
        return bool(self.thumbnail)


def check(name: str, size: int) -> None:
    if PurePath(name).suffix.lower() in REFUSED_ENDINGS:
        raise ValidationError(
            _("“%(name)s” is a program, and programs are not taken. Put it in a zip file if it is needed."),
            params={"name": name},
        )
    if size > LARGEST:
        raise ValidationError(
            _("“%(name)s” is larger than %(most)s. Share a link to it instead."),
            params={"name": name, "most": filesizeformat(LARGEST)},
        )
    if not size:
        raise ValidationError(_("“%(name)s” is empty."), params={"name": name})


def make_thumbnail(upload: UploadedFile) -> tuple[ContentFile | None, str]:
    """A small WebP and the true type if the file really is a picture; the sender's word is not taken for it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=list(PICTURES)) as picture:
                kind = PICTURES[picture.format or ""]
                picture.thumbnail(THUMBNAIL)
                out = io.BytesIO()
                picture.convert("RGBA").save(out, "WEBP", quality=80)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None, ""
    finally:
        upload.seek(0)
    return ContentFile(out.getvalue()), kind
