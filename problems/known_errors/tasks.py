"""What a worker does for known errors. It may run twice, be killed, or come late."""

from celery import shared_task

from problems.known_errors import passing


@shared_task(name="problems.tell_workaround")
def tell_workaround(event_pk: int, after: int = 0) -> None:
    """Some tickets, then to the end of the queue: everybody else's turn comes in between."""
    if last := passing.pass_on(event_pk, after=after):
        tell_workaround.apply_async((event_pk, last), retry=False)
