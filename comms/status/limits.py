"""So many tries in so long a time. While Valkey is away the answer is no: these are doors for strangers."""

import hashlib
import time

from django.core.cache import cache
from redis.exceptions import RedisError


def one_more(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one, and say if it is within the limit."""
    name = hashlib.sha256(who.lower().encode()).hexdigest()[:32]
    key = f"limit:{what}:{name}:{int(time.time()) // seconds}"
    try:
        cache.add(key, 0, 2 * seconds)
        return bool(cache.incr(key) <= most)
    except (RedisError, OSError, ValueError):
        return False
