"""What goes out by mail in the demo, and what its reader's mail leads to."""

from typing import Any

from comms.models import EditionCopy
from comms.reports import links


def mailed() -> dict[str, Any]:
    copy = EditionCopy.objects.select_related("edition").earliest("pk")
    report = copy.edition.report_id
    return {
        "report": report,
        "edition": links.token(copy),
        "leave": links.leave_token(report, copy.person_id),
    }
