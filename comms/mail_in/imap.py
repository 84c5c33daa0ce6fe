"""Mail from IMAP folders, by a cursor of our own: the read flag belongs to the people who open the mailbox.

The cursor (UIDVALIDITY and the last UID) moves only after a mail is committed here. A look that dies in between fetches that
mail again, and the same bytes are the same mail; so two looks at once are harmless, too.
"""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from comms.mail_in import oauth
from comms.mail_in.door import LEFT_BEHIND, largest, receive
from comms.models import Incoming, Mailbox
from itsm.frame.secrets import Unreadable

logger = logging.getLogger(__name__)
TIMEOUT = 20  # seconds the server may take to answer
MOST = 100  # mails of one look; the next goes on
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Unreachable(Exception):
    """The mailbox cannot be read. `str(error)` says why, as the server put it."""


def look(mailbox: Mailbox, *, now: datetime) -> int:
    """Take in what is new; says how many. What goes wrong stands on the mailbox, and its alarm rings later."""
    try:
        taken = take_in(mailbox)
    except Unreachable as error:
        logger.warning("Mailbox %s cannot be read: %s", mailbox, error)
        mailbox.note_look(now=now, error=str(error))
        return 0
    mailbox.note_look(now=now)
    return taken


def count_new(mailbox: Mailbox) -> int:
    """For the test button: signs in and counts what a look would take in."""
    with opened(mailbox) as (server, validity):
        return len(new_uids(server, mailbox, validity))


def take_in(mailbox: Mailbox) -> int:
    with opened(mailbox) as (server, validity):
        fresh = new_uids(server, mailbox, validity)[:MOST]
        for uid in fresh:
            if raw := fetch(server, uid):  # or somebody deleted it a moment ago
                receive(raw, entrance=Incoming.Entrance.IMAP, envelope_to=[mailbox.address])
            mailbox.go_on_from(validity=validity, uid=uid)
    return len(fresh)


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[tuple[imaplib.IMAP4, int]]:
    """Signed in, with the folder open for reading only, and its UIDVALIDITY."""
    server = None
    try:
        server = connect(mailbox)
        sign_in(server, mailbox)
        folder = '"{}"'.format(mailbox.folder.replace("\\", "\\\\").replace('"', '\\"'))
        ok(server.select(folder, readonly=True))
        validity = server.response("UIDVALIDITY")[1]
        yield server, int(validity[0] or 0) if validity else 0
    except (imaplib.IMAP4.error, OSError, oauth.Refused, Unreadable) as error:
        raise Unreachable(str(error) or type(error).__name__) from error
    finally:
        if server is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()


def connect(mailbox: Mailbox) -> imaplib.IMAP4:
    if mailbox.security == Mailbox.Security.TLS:
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=TIMEOUT)
    server = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=TIMEOUT)
    if mailbox.security == Mailbox.Security.STARTTLS:
        server.starttls(ssl.create_default_context())
    return server


def sign_in(server: imaplib.IMAP4, mailbox: Mailbox) -> None:
    keys = mailbox.keys
    if mailbox.oauth_token_url:
        token = oauth.access_token(mailbox.oauth_token_url, keys)
        said = f"user={mailbox.user}\1auth=Bearer {token}\1\1"
        server.authenticate("XOAUTH2", lambda _challenge: said.encode())
    else:
        server.login(mailbox.user, keys.get("password", ""))


def new_uids(server: imaplib.IMAP4, mailbox: Mailbox, validity: int) -> list[int]:
    """After the cursor; from the first day again if the server numbered the folder anew."""
    last = mailbox.last_uid if mailbox.uid_validity == validity else 0
    day = mailbox.reads_from
    since = f"{day.day}-{MONTHS[day.month - 1]}-{day.year}"
    found = ok(server.uid("SEARCH", "UID", f"{last + 1}:*", "SINCE", since))
    uids = [int(word) for line in found if line for word in line.split()]
    return sorted(uid for uid in uids if uid > last)  # "n:*" always names the last mail, too


def fetch(server: imaplib.IMAP4, uid: int) -> bytes:
    """The mail without marking it as read; of one that is too large its head, so that somebody learns of it."""
    about = b" ".join(
        part for part in ok(server.uid("FETCH", str(uid), "(RFC822.SIZE)")) if isinstance(part, bytes)
    )
    size = SIZE.search(about)
    whole = size is None or int(size[1]) <= largest()
    answer = ok(server.uid("FETCH", str(uid), "(BODY.PEEK[])" if whole else "(BODY.PEEK[HEADER])"))
    raw = next((part[1] for part in answer if isinstance(part, tuple)), b"")
    return raw if whole or size is None else LEFT_BEHIND + size[1] + b"\r\n" + raw


def ok(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, said = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(" ".join(str(each) for each in said))
    return said
