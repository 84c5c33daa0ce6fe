"""A row as it goes to the mail server, and the head that every mail of ours has."""

import re

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from comms import unsubscribe
from comms.mail_in.loops import loop_mark
from comms.models import Delivery, Group, Notice
from comms.reply_address import reply_address, reply_address_for
from comms.reports import links as reports
from comms.status.following import leave_address

ABOUT_A_NOTICE = re.compile(r"<notice\.(\d+)@")
OF_A_REPORT = re.compile(r"<report\.(\d+)@")


def message(row: Delivery) -> EmailMultiAlternatives:
    """Its Message-ID never changes, so a second copy can be known as one."""
    headers = {"Message-ID": row.message_id, **thread(row.thread_id), **automatic(), **fewer(row)}
    if reply := reply_to(row):
        headers["Reply-To"] = reply
    mail = EmailMultiAlternatives(
        row.subject, row.text, settings.DEFAULT_FROM_EMAIL, [row.address], headers=headers
    )
    mail.attach_alternative(row.html, "text/html")
    return mail


def thread(root: str) -> dict[str, str]:
    """Mail programs gather by these: all mails about one ticket or notice name the same root."""
    return {"In-Reply-To": root, "References": root}


def automatic() -> dict[str, str]:
    """No machine answers it, and we know it when it comes back."""
    return {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Loop": loop_mark(),
    }


def one_click(address: str) -> dict[str, str]:
    """A POST to it ends these mails, without a question (RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def fewer(row: Delivery) -> dict[str, str]:
    """How to get fewer: a person's choice of kinds, one report, or an address on the status page's list."""
    if row.person is not None:
        if report := OF_A_REPORT.match(row.thread_id):
            return one_click(reports.leave_address(int(report[1]), row.person.pk))
        address = unsubscribe.address(row.person, row.group)
        return one_click(address) if row.group in Group.values else {"List-Unsubscribe": f"<{address}>"}
    return one_click(leave_address(row.address)) if row.update_id else {}


def reply_to(row: Delivery) -> str:
    """Where an answer finds the ticket or the notice. Other mails are answered to the desk itself."""
    if row.person is None:
        return ""
    if row.event is not None:
        return reply_address_for(row.event, row.person, row.reason)
    about = ABOUT_A_NOTICE.match(row.thread_id)
    return reply_address(Notice(pk=int(about[1])), row.person) if about else ""
