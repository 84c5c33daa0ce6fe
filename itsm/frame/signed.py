"""Calls from system to system, and how each side proves who it is.

A signed call has `Baton-Timestamp` (Unix time) and `Baton-Signature`: `sha256=` and the HMAC-SHA256, in hexadecimal, of the
timestamp, a full stop and the body, with a secret that both know. Five minutes later it is worth nothing.
"""

import hmac
import secrets
from datetime import datetime

from django.http import HttpRequest

from itsm.frame.secrets import Unreadable, unseal

GOOD_FOR = 300  # seconds, either way: clocks differ


class Forged(Exception):
    """Whoever calls has not proved who they are. `str(error)` is for them to read."""


def new_secret() -> str:
    """To be shown once, and kept sealed."""
    return secrets.token_urlsafe(32)


def opened(sealed: str) -> str:
    try:
        return unseal(sealed)
    except Unreadable:
        raise Forged("The secret cannot be read any more. Make a new one.") from None


def signature(secret: str, moment: str, body: bytes) -> str:
    signed = moment.encode(errors="surrogateescape") + b"." + body
    return hmac.digest(secret.encode(), signed, "sha256").hex()


def proven(secret: str, request: HttpRequest, body: bytes, *, now: datetime) -> str:
    """The signature, if it is right and of now. Raises Forged."""
    moment = request.headers.get("Baton-Timestamp", "")
    if "Baton-Signature" not in request.headers:
        raise Forged("It is not signed.")
    given = request.headers["Baton-Signature"].removeprefix("sha256=").lower()
    if not hmac.compare_digest(given.encode(), signature(secret, moment, body).encode()):
        raise Forged("The signature is wrong.")
    if not (moment.isdecimal() and len(moment) < 12 and abs(now.timestamp() - int(moment)) <= GOOD_FOR):
        raise Forged("It was signed too long ago, or Baton-Timestamp is not Unix time.")
    return given
