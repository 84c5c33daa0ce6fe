"""A body that the page's own form checks, so that both know one rule."""

from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS
from rest_framework.exceptions import ValidationError
from rest_framework.settings import api_settings

if TYPE_CHECKING:
    from django.forms import BaseForm


def check(form: "BaseForm") -> None:
    """Raise what the form found wrong, by field."""
    if form.is_valid():
        return
    whole: dict[str, str] = {NON_FIELD_ERRORS: api_settings.NON_FIELD_ERRORS_KEY}
    raise ValidationError(
        {whole.get(name, name): [str(each) for each in errors] for name, errors in form.errors.items()}
    )
