"""So many requests a minute for each person: one counter in the cache, one round trip."""

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

MINUTE = 60


class PerMinute(BaseThrottle):
    """`API_RATE` requests in each clock minute. While Valkey is away nobody is counted: answering matters more."""

    def allow_request(self, request: Request, view: Any) -> bool:
        if not settings.API_RATE or not request.user.is_authenticated:
            return True
        key = f"api:{request.user.pk}:{int(time.time()) // MINUTE}"
        try:
            return self.count(key) <= settings.API_RATE
        except (RedisError, OSError):
            return True

    def count(self, key: str) -> int:
        try:
            return cache.incr(key)
        except ValueError:  # the first in this minute
            cache.add(key, 0, 2 * MINUTE)
            return cache.incr(key)

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE
