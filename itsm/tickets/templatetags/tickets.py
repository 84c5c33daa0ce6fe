"""What the ticket templates say that plain Django does not."""

from datetime import datetime

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.html import conditional_escape, escape, urlize
from django.utils.safestring import SafeString, mark_safe

from itsm.frame import words
from itsm.frame.icons import icon
from itsm.services.models import HoldReason
from itsm.tickets.models import Channel, Clock, Ticket
from itsm.tickets.verbs import Verb

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


@register.simple_tag(takes_context=True)
def verb_button(
    context: template.Context, ticket: Ticket, verb: Verb, kind: str = "", *, in_place: bool = True
) -> SafeString:
    """Pressed at once where there is nothing to fill in; otherwise its form, in the dialog `#verb` or on a page of its own.

    Made in Python: a ticket's page has a dozen, and as templates they cost a tenth of it.
    """
    address = escape(f"{ticket.get_absolute_url()}{verb.slug}/")
    label = escape(verb.label)
    face = f"{icon(verb.icon, 16)} {label}" if verb.icon else label
    looks = f'class="{kind} {verb.tone}" id="do-{verb.slug}"' + (
        f' data-key="{verb.key}"' if verb.key else ""
    )
    if not verb.form.asks_nothing(ticket):
        fetch = f' hx-get="{address}" hx-target="#verb"' if in_place else ""
        return mark_safe(f'<a {looks} href="{address}"{fetch}>{face}</a>')  # noqa: S308  # escaped above
    send = f' hx-post="{address}" hx-target="#verb"' if in_place else ""
    asks = f' data-confirm="{label} {escape(ticket.number)}?"' if verb.asks else ""
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{context["csrf_token"]}">'
    button = f'<button type="submit" {looks}>{face}</button>'
    return mark_safe(f'<form method="post" action="{address}"{send}{asks}>{token}{button}</form>')  # noqa: S308
