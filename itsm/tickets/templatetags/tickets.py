"""What the ticket templates say that plain Django does not."""

from datetime import datetime

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.html import conditional_escape, urlize
from django.utils.safestring import SafeString, mark_safe

from itsm.frame import words
from itsm.services.models import HoldReason
from itsm.tickets.models import Channel, Clock, Ticket

register = template.Library()
CLOCK_NAMES = dict(Clock.Kind.choices)
REASON_NAMES = dict(HoldReason.choices)
CHANNEL_NAMES = dict(Channel.choices)


@register.filter
def moment(value: datetime | str | None) -> str:
    """A moment kept in an Event's details, in the reader's zone."""
    found = parse_datetime(value) if isinstance(value, str) else value
    return words.at(found) if found else ""


@register.filter
def clock_name(kind: str) -> str:
    return str(CLOCK_NAMES.get(kind, kind))


@register.filter
def channel_name(channel: str) -> str:
    return str(CHANNEL_NAMES.get(channel, channel))


@register.filter
def reason_name(reason: str) -> str:
    return str(REASON_NAMES.get(reason, reason))


@register.filter
def field_name(name: str) -> str:
    """The field's own word, or its key if the field is gone."""
    known = {field.name: field for field in Ticket._meta.get_fields() if hasattr(field, "verbose_name")}
    return str(known[name].verbose_name) if name in known else name.replace("_", " ")


@register.filter
def said(text: str) -> SafeString:
    """Somebody's words: escaped, with links that open, lines as they wrote them (CSS keeps them)."""
    return mark_safe(urlize(conditional_escape(text), nofollow=True, autoescape=False))  # noqa: S308  # escaped just before
