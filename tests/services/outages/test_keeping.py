"""What is told of by two at once is one outage."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from itsm.services.models import Outage
from itsm.services.outages import keeping
from itsm.services.outages.keeping import Told
from tests.factories import ServiceFactory

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_a_ticket_waits_for_the_notice_that_is_being_told_about_it():
    services = [ServiceFactory()]
    notice, ticket = (
        Told(source=one, url="/", words="No mail", ticket="INC-7") for one in ("NTC-7", "INC-7")
    )

    def tell():
        try:
            keeping.down(ticket, services, since=NOW, now=NOW)
        finally:
            connection.close()

    second = threading.Thread(target=tell)
    with transaction.atomic():
        keeping.down(notice, services, since=NOW, now=NOW)
        second.start()
        second.join(timeout=0.3)
    second.join()
    assert [outage.source for outage in Outage.objects.all()] == ["NTC-7"]
