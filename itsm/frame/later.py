"""Work that nobody waits for: done as soon as the answer to the request is on its way, or at once outside of one.

Only for what may be lost with the process: hints to open pages, waking a task whose row a sweep finds anyway.
"""

import logging
from collections.abc import Callable
from threading import local
from typing import Any

from django.core.signals import request_finished, request_started
from django.dispatch import receiver

from itsm.frame.apart import room

logger = logging.getLogger(__name__)
Work = Callable[[], object]
thread = local()  # one request at a time


def after_answer(work: Work) -> None:
    """In a room apart it is done at once, too: once the answer is given, one is outside again, where it would touch what is real."""
    waiting: list[Work] | None = getattr(thread, "waiting", None)
    if waiting is None or room():
        work()
    else:
        waiting.append(work)


@receiver(request_started, dispatch_uid="frame.later.begin")
def begin(**_: Any) -> None:
    finish()  # of a request whose answer was never closed
    thread.waiting = []


@receiver(request_finished, dispatch_uid="frame.later.finish")
def finish(**_: Any) -> None:
    waiting, thread.waiting = getattr(thread, "waiting", None) or [], None
    for work in waiting:
        try:
            work()
        except Exception:  # the answer is given; what is left must not stop the rest of it
            logger.exception("Something left for after the answer failed.")
