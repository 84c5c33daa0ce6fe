"""Mail that is delivered to us, by SMTP or LMTP. "250" is said after the commit, so what we have said yes to is here."""

import asyncio
import logging
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections

from comms.mail_in.door import TooLarge, largest, receive
from comms.mail_in.loops import our_addresses
from comms.models import Incoming

logger = logging.getLogger(__name__)
AGAIN = "451 4.3.0 Cannot keep it now, please try again"


@dataclass(frozen=True)
class Place:
    """Where to listen: "host:port" for SMTP, "lmtp:host:port" for LMTP."""

    host: str
    port: int
    lmtp: bool

    @classmethod
    def read(cls, words: str) -> "Place":
        lmtp, rest = words.startswith("lmtp:"), words.removeprefix("lmtp:")
        host, _colon, port = rest.rpartition(":")
        if not host or not port.isdecimal() or not 0 <= int(port) < 65536:
            raise ValueError(
                f"MAIL_LISTEN is {words!r}. Set it to host:port, for example 127.0.0.1:2525, or to lmtp:127.0.0.1:2424"
            )
        return cls(host.strip("[]"), int(port), lmtp)


def domains() -> frozenset[str]:
    return frozenset(address.rpartition("@")[2] for address in our_addresses())


class Handler:
    """What aiosmtpd asks us. It never relays: mail for any other domain than ours is refused."""

    def __init__(self, *, lmtp: bool) -> None:
        self.lmtp = lmtp

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        try:
            known = await in_thread(domains)
        except DatabaseError:
            return AGAIN
        if parseaddr(address)[1].rpartition("@")[2].lower() not in known:
            return "550 5.7.1 Nobody here has this address"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = await self.keep(envelope)
        # LMTP answers for each recipient on a line of its own (RFC 2033); we keep one mail for all of them.
        return "\r\n".join([said] * len(envelope.rcpt_tos)) if self.lmtp else said

    async def keep(self, envelope: Any) -> str:
        about = {
            "envelope_from": (envelope.mail_from or "").strip("<>"),
            "envelope_to": list(envelope.rcpt_tos),
        }
        try:
            kept = await in_thread(receive, envelope.content, entrance=Incoming.Entrance.SMTP, **about)
        except TooLarge:
            return "552 5.3.4 Too large"
        except Exception:  # whatever it is, the sender keeps the mail and comes again
            logger.exception("Mail could not be kept; its sender will try again.")
            return AGAIN
        return f"250 2.0.0 Kept as {kept.pk}"


async def in_thread(work: Any, *arguments: Any, **options: Any) -> Any:
    """Database work beside the loop, on a connection that is looked at before, as Django does with requests."""

    def done() -> Any:
        close_old_connections()
        return work(*arguments, **options)

    return await sync_to_async(done, thread_sensitive=True)()


def certificate() -> ssl.SSLContext | None:
    """What STARTTLS is answered with; without a certificate it is not offered."""
    if not settings.MAIL_LISTEN_CERT:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(settings.MAIL_LISTEN_CERT, settings.MAIL_LISTEN_KEY or None)
    except OSError as error:
        raise ValueError(
            f"MAIL_LISTEN_CERT and MAIL_LISTEN_KEY cannot be used ({error}). Set them to the files of a certificate and its key, in PEM"
        ) from error
    return context


async def listen(place: Place) -> asyncio.Server:
    """Mail servers inside the organisation speak to this; it asks nobody for a password."""
    from aiosmtpd.lmtp import LMTP
    from aiosmtpd.smtp import SMTP

    logging.getLogger("mail.log").setLevel(
        logging.WARNING
    )  # who writes to whom is nobody's business in a log
    protocol, handler = LMTP if place.lmtp else SMTP, Handler(lmtp=place.lmtp)
    certificate()  # a wrong one stops the start

    def talk() -> Any:
        return protocol(
            handler,
            data_size_limit=largest(),
            enable_SMTPUTF8=True,
            tls_context=certificate(),  # for each connection, so one that was renewed counts at once
            ident="Baton",
            hostname="baton",
            timeout=120,
        )

    return await asyncio.get_running_loop().create_server(talk, place.host, place.port)
