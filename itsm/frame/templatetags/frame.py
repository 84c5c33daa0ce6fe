"""What every template may say without loading anything: icons, times, people, bars, the strip."""

from collections.abc import Hashable
from datetime import datetime, timedelta
from functools import cache
from operator import itemgetter
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from itsm.frame import bundle, icons, strip, words
from itsm.frame.banners import banners_for
from itsm.frame.terms import TERMS

register = template.Library()


@register.tag
def icon(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """`{% icon "bolt" 16 %}`. One named outright is drawn when the template is read: a page has dozens of them."""
    _tag, name, *size = token.split_contents()
    asked = [parser.compile_filter(part) for part in (name, *size)]
    named = isinstance(asked[0].var, str)
    return template.base.TextNode(IconNode(asked).render(template.Context())) if named else IconNode(asked)


class IconNode(template.Node):
    def __init__(self, asked: list[template.base.FilterExpression]) -> None:
        self.asked = asked

    def render(self, context: template.Context) -> SafeString:
        return icons.icon(*(part.resolve(context) for part in self.asked))


def _here_and_now(context: template.Context) -> tuple[words.Words, datetime]:
    """The reader's words and this moment, looked up once per template: a list asks a hundred times."""
    seen = context.render_context
    if "words" not in seen:
        seen["words"], seen["now"] = words.current(), timezone.now()
    return seen["words"], seen["now"]


def when(
    moment: datetime | None,
    shown: str = "ago",
    *,
    said: words.Words | None = None,
    now: datetime | None = None,
) -> SafeString | str:
    """A moment as `<time>`: “5 min ago”, or with "at" “15:00”; the exact one on hover. Lists hand over `said` and `now`."""
    if moment is None:
        return ""
    said, now = said or words.current(), now or timezone.now()
    text, live = (said.at(moment, now), "") if shown == "at" else (said.ago(moment, now), " data-ago")
    stamp = moment.isoformat(timespec="seconds")
    html = f'<time datetime="{stamp}" title="{said.exact(moment)}"{live}>{text}</time>'
    return mark_safe(html)  # noqa: S308  # made of numbers and our own words


@register.simple_tag(takes_context=True, name="when")
def when_tag(context: template.Context, moment: datetime | None, shown: str = "ago") -> SafeString | str:
    """`{% when event.at %}` and `{% when promise.at "at" %}`."""
    said, now = _here_and_now(context)
    return when(moment, shown, said=said, now=now)


@register.filter
def ago(moment: datetime | None) -> str:
    return words.ago(moment) if moment else ""


@register.filter
def at(moment: datetime | None) -> str:
    return words.at(moment) if moment else ""


@register.filter
def duration(length: timedelta | float | None) -> str:
    """“2 h 15 min” from a timedelta or seconds."""
    return "" if length is None else words.duration(length)


@register.filter
def middle(text: object, length: int = 32) -> SafeString | str:
    """A long name cut in its middle, whole on hover."""
    full = str(text)
    short = words.middle(full, length)
    return full if short == full else format_html('<span title="{}">{}</span>', full, short)


@register.simple_tag
def person(who: Any, note: object = "") -> SafeString:
    """A colleague: initials and name, with an optional quiet note such as the site."""
    if who is None:
        return SafeString("")
    name = str(who)
    tail = format_html(" <small>{}</small>", note) if note else ""
    shape = '<span class="person"><span class="avatar" aria-hidden="true">{}</span><bdi>{}</bdi>{}</span>'
    return format_html(shape, initials(name), name, tail)


@register.filter
def initials(name: object) -> str:
    found = str(name).split()
    return "".join(part[0] for part in (found[:1] + found[1:][-1:])).upper()


@register.simple_tag
def bar(share: float, state: str = "running", label: str = "") -> SafeString:
    """A clock as a thin bar; `share` of the time is used. States: running, soon, broken, paused, kept."""
    filled = round(min(max(share, 0.0), 1.0) * 100, 1)
    shape = (
        '<svg class="bar" data-state="{}" role="img" aria-label="{}" width="100%" height="6">'
        '<rect class="track" width="100%" height="6" rx="3"/><rect class="fill" fill="url(#strip-hatch)" width="{}%" height="6" rx="3"/></svg>'
    )
    return format_html(shape, state, label or f"{filled:g} %", filled)


@register.simple_tag(takes_context=True, name="strip")
def draw(context: template.Context, ticket: Any, width: int | None = strip.ROW_WIDTH) -> SafeString:
    """The strip of anything that offers `strip_segments`, and if it likes `strip_promise` and `strip_until`."""
    said, now = _here_and_now(context)
    until = getattr(ticket, "strip_until", None)
    return strip.draw_strip(
        ticket.strip_segments,
        now=until or now,
        promise=getattr(ticket, "strip_promise", None),
        width=width or None,
        ended=until is not None,
        words=said,
    )


@register.simple_tag(takes_context=True)
def here(context: template.Context, href: str, among: Any = (), also: Any = ()) -> str:
    """`aria-current` value for a link: "page" on its very page, "true" below it, else nothing.

    `also`: addresses elsewhere that are below it, too. `among`: menu entries of which only the nearest may be it; of those that
    are equally near the first.
    """
    request = context.get("request")
    path = request.path if request else ""
    near = [(entry.href, _nearest(path, [entry.href, *entry.also()])) for entry in among]
    place, far = max(near or [(href, _nearest(path, [href, *also]))], key=itemgetter(1))
    if place != href or not far:
        return ""
    return "page" if path == href else "true"


def _nearest(path: str, addresses: list[str]) -> int:
    """How much of the path the best of them covers; the start page covers only itself."""
    return max(
        (len(one) for one in addresses if one and path.startswith(one) and (one != "/" or path == "/")),
        default=0,
    )


@register.simple_tag
def term(key: str) -> SafeString:
    """`{% term "known_error" %}`: a small question mark that says what the word means."""
    return _term(key, get_language())


@cache
def _term(key: str, _language: str | None) -> SafeString:
    return render_to_string("components/term.html", {"term": TERMS[key]})


@register.simple_tag(takes_context=True)
def rail_about(context: template.Context) -> tuple[Hashable, ...]:
    """All that one reader's rail differs by from another's: what stands in it, which of it is here, how wide it is."""
    path, entries = context["request"].path, context.get("menu_entries") or ()
    near = [_nearest(path, [entry.href, *entry.also()]) for entry in entries]
    lines = context.get("keyed_lines") or ()
    # Of entries that are equally near, the order says which it is.
    here = tuple(at for at, far in enumerate(near) if far and far == max(near))
    on_it = tuple(entries[at].href == path for at in here)
    return (
        *(one.url_name for one in entries),
        here,
        on_it,
        *(one.url_name for one in lines),
        context.get("rail"),
    )


@register.simple_tag(takes_context=True)
def banners(context: template.Context) -> SafeString | str:
    """What nobody may miss, on top of every page of somebody signed in."""
    request: Any = context.get("request")
    user = getattr(request, "user", None)
    return banners_for(request) if user and user.is_authenticated else ""


@register.simple_tag
def stylesheets() -> SafeString:
    """One link to the collected stylesheet, or one per file while the collecting finder is not installed."""
    return mark_safe("".join(f'<link rel="stylesheet" href="{url}">' for url in bundle.urls("css")))  # noqa: S308


@register.simple_tag
def scripts() -> SafeString:
    return mark_safe(  # noqa: S308
        "".join(f'<script src="{url}" type="module"></script>' for url in bundle.urls("js"))
    )
