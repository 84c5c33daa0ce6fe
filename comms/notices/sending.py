"""The mails of a notice that have not left yet: stopped, or let go on, whatever message they are of."""

from datetime import datetime

from comms import fanout
from comms.models import Notice

ACTS = {"pause": fanout.pause, "resume": fanout.resume}


def act_on_all(notice: Notice, act: str, *, now: datetime) -> None:
    for update in notice.updates.filter(done_at=None):
        ACTS[act](update, now=now)
