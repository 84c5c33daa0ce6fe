"""Short signatures for addresses in mails: made for 50,000 at once, so the key is made once and the rest is one hash."""

import base64
import hashlib
import hmac
from functools import cache
from hashlib import sha256

from django.conf import settings


def mac(salt: str, said: str) -> str:
    """120 bits, in letters that an address may hold. What is signed under one salt means nothing under another."""
    signature = digest(_key(salt, settings.SECRET_KEY), said.encode())
    return base64.urlsafe_b64encode(signature[:15]).decode()


def is_mac(given: str, salt: str, said: str) -> bool:
    return hmac.compare_digest(given.encode(), mac(salt, said).encode())


def digest(key: bytes, said: bytes) -> bytes:
    """As `hmac.digest` by SHA-256, in less than half the time: what the key does to the two hashes is done once."""
    inside, outside = (begun.copy() for begun in _begun(key))
    inside.update(said)
    outside.update(inside.digest())
    return outside.digest()


@cache
def _begun(key: bytes) -> "tuple[hashlib._Hash, hashlib._Hash]":
    """HMAC of a key no longer than a block, see RFC 2104."""
    block = key.ljust(64, b"\0")
    return sha256(bytes(byte ^ 0x36 for byte in block)), sha256(bytes(byte ^ 0x5C for byte in block))


@cache
def _key(salt: str, secret: str) -> bytes:
    return sha256(f"{salt}\0{secret}".encode()).digest()
