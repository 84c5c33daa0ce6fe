"""What mail, chat and inbox leave behind. What was sent to whom, and whether it arrived, stays: figures are counted from it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from comms.models import ChatPost, Delivery, Held, Incoming, NoticeDraft, Notification
from itsm.frame.retention.kinds import Kind, Rows, register
from itsm.tickets.words import GONE, also_forget

UNDERSTOOD = [Incoming.State.DONE, Incoming.State.REPORT]
ASIDE = [Incoming.State.AUTOMATIC, Incoming.State.DROPPED]
ON_THEIR_WAY = [Delivery.State.QUEUED, Delivery.State.SENDING]


def raw_mails(before: datetime) -> Rows:
    """What nobody has decided about keeps its bytes: it may still be read again."""
    return Incoming.objects.filter(state__in=UNDERSTOOD, received_at__lt=before).exclude(raw=b"")


def forget_bytes(rows: Rows) -> None:
    rows.update(raw=b"")


def mails_aside(before: datetime) -> Rows:
    return Incoming.objects.filter(state__in=ASIDE, received_at__lt=before)


def letters(before: datetime) -> Rows:
    """Letters of their own; the words of a notice are kept once, with the notice."""
    rows = Delivery.objects.filter(update=None, created_at__lt=before).exclude(text="", html="")
    return rows.exclude(state__in=ON_THEIR_WAY)


def forget_words(rows: Rows) -> None:
    rows.update(text="", html="")


def inbox(before: datetime) -> Rows:
    return Notification.objects.filter(read_at__lt=before)


def chat_posts(before: datetime) -> Rows:
    settled = [ChatPost.State.SENT, ChatPost.State.FAILED]
    return ChatPost.objects.filter(state__in=settled, created_at__lt=before)


def forget_about(keys: list[int]) -> None:
    """What mail, chat and inbox say of tickets whose words are gone. Each by an index: it is asked for every few hundred tickets."""
    mail = Incoming.objects.filter(ticket__in=keys)
    mail.update(raw=b"", text="", html="", subject=GONE)
    Delivery.objects.filter(event__ticket__in=keys, update=None).update(subject=GONE, text="", html="")
    Held.objects.filter(event__ticket__in=keys).update(line=GONE)
    Notification.objects.filter(event__ticket__in=keys).update(title=GONE)
    ChatPost.objects.filter(ticket__in=keys).update(text=GONE)


def notice_drafts(before: datetime) -> Rows:
    return NoticeDraft.objects.filter(kept_at__lt=before)


def add_to_house() -> None:
    also_forget(forget_about)
    register(
        Kind(
            key="notice-drafts", label=_("Notices never told"), order=22, old=notice_drafts, age="kept_at", days=90, least=1,
            goes=_("Drafts of notices that nobody touched for so long."), stays=_("Every notice that was told."),
        ),
        Kind(
            key="raw-mails", label=_("Mail as it came in"), order=60, old=raw_mails, age="received_at", days=180, least=7,
            goes=_("The bytes of mail that was understood."), stays=_("The message on its ticket, its files, and the whole text."),
            forget=forget_bytes,
        ),
        Kind(
            key="mails-aside", label=_("Mail set aside"), order=61, old=mails_aside, age="received_at", days=365, least=30,
            goes=_("Automatic mail and mail that somebody set aside."), stays=_("Mail in quarantine: somebody decides about it first."),
        ),
        Kind(
            key="letters", label=_("Words of mail we sent"), order=62, old=letters, age="created_at", days=180, least=30,
            goes=_("The text of letters that are no notice."), stays=_("Who was sent what, when, and whether it arrived."),
            forget=forget_words,
        ),
        Kind(
            key="inbox", label=_("Read lines of inboxes"), order=63, old=inbox, age="read_at", days=365, least=30,
            goes=_("Lines that their reader has read."), stays=_("Unread lines, and what they are about."),
        ),
        Kind(
            key="chat-posts", label=_("Words we posted in chat"), order=64, old=chat_posts, age="created_at", days=180, least=30,
            goes=_("Our copy of what was posted."), stays=_("Answers that came back: they stand on their tickets."),
        ),
    )  # fmt: skip
