"""The status page: how services are now, what was on a day, ninety days. Drawn once for all who see the same."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from comms.status import bars
from comms.status import page as pages
from comms.status.answering import Drawn, answer, for_readers
from comms.status.board import DAYS
from comms.status.following import followed_by
from comms.status.reading import Reader
from itsm.frame.context import frame
from itsm.frame.http import render

HTML = "text/html; charset=utf-8"
PLACE_TO_FOLLOW = re.compile(r"<!--follow (\d+)-->")
Context = dict[str, Any]


@for_readers()
def page(request: HttpRequest, reader: Reader) -> HttpResponse:
    def shown(now: Any) -> Context:
        return pages.page(reader.board, now=now, addressed=reader.addressed)

    return show(request, reader, "board", "", shown)


@for_readers()
def history(request: HttpRequest, reader: Reader) -> HttpResponse:
    def shown(now: Any) -> Context:
        days = bars.days_until(now, timezone.get_current_timezone())
        return {"history": pages.history(reader.board, days, reader.addressed), "days": DAYS, "now": now}

    return show(request, reader, "history", "", shown)


@for_readers()
def day(request: HttpRequest, reader: Reader, on: date) -> HttpResponse:
    def shown(now: Any) -> Context:
        return pages.of_day(reader.board, on, now=now, addressed=reader.addressed)

    now = timezone.now()
    days = bars.days_until(now, timezone.get_current_timezone())
    if not days[0].on <= on <= days[-1].on:
        raise Http404
    return show(request, reader, "day", str(on), shown)


def show(
    request: HttpRequest, reader: Reader, part: str, which: str, shown: Callable[[Any], Context]
) -> HttpResponse:
    """`part` names the template; `which` tells pages of one part from each other."""

    def drawn() -> SafeString:
        kept = reader.kept
        context: Context = {"before": kept.board.at if kept.from_before else None, "board": reader.board}
        context |= {"public": reader.person is None, **shown(kept.board.at)}
        return mark_safe(render_to_string(f"comms/status/{part}.html", context))  # noqa: S308 - a template's

    if reader.person is None:
        return _for_nobody(request, reader, (part, which), drawn)
    html = with_buttons(reader.draw((part, which), drawn), reader)
    may_edit = reader.person.has_perm("comms.change_statuspage")
    context = {"part": html, "title": reader.board.title, "may_edit": may_edit}
    return render(request, "comms/status/page.html", context)


def _for_nobody(
    request: HttpRequest, reader: Reader, what: tuple[str, str], drawn: Callable[[], SafeString]
) -> HttpResponse:
    """The whole page, frame and all, is the same for everybody with this choice of colours."""
    around = frame(request)  # type: ignore[arg-type]

    def whole() -> Drawn:
        context = {**around, "page_frame": "comms/status/frame.html", "title": reader.board.title}
        return Drawn.of(render_to_string("comms/status/page.html", {**context, "part": drawn()}))

    return answer(request, reader, reader.draw((*what, around["theme"]), whole), kind=HTML)


def with_buttons(part: SafeString, reader: Reader) -> SafeString:
    """Who follows what differs from reader to reader, so these few buttons are put into what is the same for all."""
    if reader.person is None:
        return part
    followed = followed_by(reader.person)

    def button(found: re.Match[str]) -> str:
        pk = int(found[1])
        name = reader.board.names.get(pk, "")
        verb, label = ("unfollow", _("Following")) if pk in followed else ("follow", _("Follow"))
        pressed = "true" if pk in followed else "false"
        return format_html(
            '<button type="submit" form="following" name="{}" value="{}" class="button quiet small" aria-pressed="{}">{}<span class="hear"> {}</span></button>',
            verb, pk, pressed, label, name,
        )  # fmt: skip

    return mark_safe(PLACE_TO_FOLLOW.sub(button, part))  # noqa: S308 - the same template, with buttons made above
