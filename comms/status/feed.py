"""The messages as an Atom feed: one entry for each, in the colleagues' words."""

from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comms.letters import domain
from comms.status.board import Board, Message, Told

MOST = 50  # entries; readers come by often
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Without an entry it has not changed since ever, rather than a moment ago: a reader that asks again gets a 304."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=LONG_AGO)


def atom(board: Board, *, address: str) -> bytes:
    """`address` is the feed's own, as it was asked for."""
    title = board.title or _("Status of our services")
    page = f"{settings.BASE_URL}/status/"
    feed = Feed(
        title=title,
        link=page,
        description="",
        language=get_language(),
        feed_url=address,
        feed_guid=f"tag:{domain()},2026:status",
        author_name=title,
    )
    messages = [(message, notice) for notice in board.notices for message in notice.messages]
    for message, notice in sorted(messages, key=lambda pair: pair[0].pk, reverse=True)[:MOST]:
        _add(feed, board, notice, message)
    text: str = feed.writeString("utf-8")
    return text.encode()


def _add(feed: Feed, board: Board, notice: Told, message: Message) -> None:
    names = board.names_of(notice.services)
    feed.add_item(
        title=f"{message.subject} ({message.phase_label})",
        link=f"{settings.BASE_URL}/status/{message.at.astimezone(UTC).date()}/#{notice.number}",
        description=render_to_string("comms/status/message.html", {"message": message}),
        unique_id=f"tag:{domain()},2026:status/{notice.number}/{message.pk}",
        pubdate=message.at,
        updateddate=message.at,
        categories=names,
    )
