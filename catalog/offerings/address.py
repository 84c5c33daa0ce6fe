"""An offering's own word in its address. It stands beside numbers of requests and a few pages, and must not look like them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PLACES = frozenset({"offerings", "shelves", "new", "requests", "approvals", "tasks", "hooks", "edit"})


class OfferingKey:
    regex = r"(?!req-\d+/)[a-z0-9][a-z0-9-]*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def check_key(key: str) -> None:
    if key in PLACES or key.startswith("req-") or key != key.lower() or "_" in key:
        raise ValidationError(
            _("“%(key)s” cannot be an address here. Use small letters, digits and hyphens."),
            params={"key": key},
        )
