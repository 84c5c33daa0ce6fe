"""What must be kept but never read in a database dump: passwords of mailboxes, tokens of chat servers.

The key is made from SECRET_KEY. Who changes that keeps the old one in SECRET_KEY_FALLBACKS, or types the secrets anew.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """It was sealed under another SECRET_KEY, or somebody changed it."""


def seal(words: str) -> str:
    return _keys(_key_words()).encrypt(words.encode()).decode() if words else ""


def unseal(sealed: str) -> str:
    try:
        return _keys(_key_words()).decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        raise Unreadable from None


def _key_words() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def _keys(key_words: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(words))) for words in key_words])


def _derived(words: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"comms.secrets").derive(words.encode())
