"""How far a line is, written after each mail on a connection of its own that the line does not wait for.

A mark leaves the moment the mail server has said OK, and once it has left nobody can hold it back: the database carries it
out even if whoever sent it is dead. So the next letter may go while the mark is on its way; only the next mark waits for
it. It does not wait for the disk either; see `comms.lines` for what a lost one means.
"""

from select import select
from typing import Any

import psycopg2  # type: ignore[import-untyped]
from django.db import connection
from psycopg2.extensions import POLL_OK, POLL_READ  # type: ignore[import-untyped]

BEFORE = (
    "SET synchronous_commit = off",
    "PREPARE baton_mark (bigint, bigint) AS UPDATE comms_claim SET handed_over = $1 WHERE id = $2",
)
PATIENCE = 20.0  # seconds for an answer of the database


class Marks:
    """Opened with the first mark, and anew after it broke. Errors are Django's."""

    def __init__(self) -> None:
        self.link: Any = None
        self.cursor: Any = None
        self.underway = False

    def write(self, *, claim: int, handed_over: int) -> None:
        if self.link is None:
            self.open()
        self.arrive()
        self.say(f"EXECUTE baton_mark ({handed_over}, {claim})")  # numbers of our own

    def arrive(self) -> None:
        """Returns once what was said last is done."""
        if not self.underway:
            return
        with connection.wrap_database_errors:
            while (state := self.link.poll()) != POLL_OK:
                reading, writing = ([self.link], []) if state == POLL_READ else ([], [self.link])
                if not any(select(reading, writing, [], PATIENCE)):
                    raise psycopg2.OperationalError("The database does not answer.")
        self.underway = False

    def open(self) -> None:
        with connection.wrap_database_errors:
            self.link = psycopg2.connect(**connection.get_connection_params(), async_=True)
        self.underway = True
        self.arrive()
        self.cursor = self.link.cursor()
        for statement in BEFORE:
            self.say(statement)
            self.arrive()

    def say(self, statement: str) -> None:
        with connection.wrap_database_errors:
            self.cursor.execute(statement)
        self.underway = True

    def close(self) -> None:
        if self.link is not None:
            self.link.close()
        self.link, self.underway = None, False
