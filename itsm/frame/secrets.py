"""What must be kept but never read in a database dump: passwords of mailboxes, tokens of chat servers.

The key is made from SECRET_KEY. Who changes that keeps the old one in SECRET_KEY_FALLBACKS, or types the secrets anew.
"""

import base64
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class Unreadable(Exception):
    """It was sealed under another SECRET_KEY, or somebody changed it."""


def seal(words: str) -> str:
    return keys().encrypt(words.encode()).decode() if words else ""


def unseal(sealed: str) -> str:
    from cryptography.fernet import InvalidToken

    try:
        return keys().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        raise Unreadable from None


def keys() -> "MultiFernet":
    return _made_from((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _made_from(key_words: tuple[str, ...]) -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet  # 8 MB that most processes never need

    # The words are part of every key in use: they stay, wherever this file stands.
    derived = [sha256(b"comms.secrets" + words.encode()).digest() for words in key_words]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
