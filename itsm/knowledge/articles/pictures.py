"""Pictures in articles: proven to be pictures on the way in, kept once each, served to the article's readers."""

import hashlib
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from itsm.knowledge.models import Article, Image
from itsm.people.models import Person
from itsm.tickets.models.attachment import make_thumbnail

LARGEST = 10 * 1024 * 1024
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
TYPES = {ending: kind for kind, ending in ENDINGS.items()}


def keep(article: Article, name: str, data: bytes, *, by: Person) -> Image:
    """ValidationError says what is wrong with it."""
    digest, ending = hashlib.sha256(data).hexdigest(), check(name, data)
    found: Image | None = article.images.filter(digest=digest).first()
    if found is not None:
        return found
    image = Image(article=article, name=PurePath(name).name[-200:], digest=digest, by=by)
    image.file.save(f"{digest[:32]}.{ending}", ContentFile(data), save=False)
    image.save()
    return image


def keep_upload(article: Article, upload: UploadedFile, *, by: Person) -> Image:
    """Its size is looked at before any of it is read."""
    name = upload.name or "picture"
    check_size(name, upload.size or 0)
    return keep(article, name, upload.read(), by=by)


def check_size(name: str, size: int) -> None:
    if size > LARGEST:
        raise ValidationError(
            _("“%(name)s” is larger than %(most)s. Make it smaller first."),
            params={"name": name, "most": filesizeformat(LARGEST)},
        )


def check(name: str, data: bytes) -> str:
    """The ending of what it truly is; the sender's word is not taken for it."""
    check_size(name, len(data))
    upload: Any = BytesIO(data)
    _small, kind = make_thumbnail(upload)
    if not kind:
        raise ValidationError(
            _("“%(name)s” is no picture that every browser shows. PNG, JPEG, GIF and WebP are."),
            params={"name": name},
        )
    return ENDINGS[kind]


def markdown(image: Image) -> str:
    """How it stands in the text; the words are for those who do not see it."""
    words = PurePath(image.name).stem.replace("_", " ").replace("-", " ").strip()
    return f"![{words.replace('[', '(').replace(']', ')')}]({image.get_absolute_url()})"


def content_type(image: Image) -> str:
    return TYPES[PurePath(str(image.file.name)).suffix.removeprefix(".")]
