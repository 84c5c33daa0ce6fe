"""What goes with the words of tickets is found by indexes: it is asked again for every few hundred tickets of a long history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.retention import forget_about


@pytest.mark.django_db
def test_nothing_about_a_ticket_is_found_by_reading_a_whole_table():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as asked:
            forget_about([1, 2, 3])
        assert len(asked) == 5
        for each in asked:
            cursor.execute(f"EXPLAIN {each['sql']}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan" not in plan, plan
