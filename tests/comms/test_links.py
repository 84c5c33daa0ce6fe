"""The personal link of a mail: one person, one notice, nothing else, and not for ever."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from comms import links
from tests.comms.notices_by_mail import message
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_it_says_who_reads_which_notice():
    reader, notice = PersonFactory(), message().notice
    link = urlsplit(links.personal_link(notice, reader))
    assert link.path == f"/portal/notices/{notice.number}/"
    assert links.reader(notice, parse_qs(link.query)["key"][0], now=timezone.now()) == reader


def test_it_opens_no_other_notice_and_for_nobody_else():
    reader, other, notice = PersonFactory(), PersonFactory(), message().notice
    given = links.key(notice, reader)
    forged = [
        given.replace(str(reader.pk), str(other.pk), 1),
        given[:-1],
        "",
        ".",
        "x.y",
        f"0{given}",
        "é.é",
        f"-1.{given}",
    ]
    assert [links.reader(notice, each, now=timezone.now()) for each in forged] == [None] * len(forged)
    assert links.reader(message().notice, given, now=timezone.now()) is None


def test_it_ends_with_who_left_and_a_month_after_the_notice():
    reader, notice, now = PersonFactory(), message().notice, timezone.now()
    given = links.key(notice, reader)
    notice.over_at = now
    assert links.reader(notice, given, now=now + timedelta(days=29)) == reader
    assert links.reader(notice, given, now=now + timedelta(days=31)) is None
    reader.is_active = False
    reader.save()
    assert links.reader(notice, given, now=now) is None
