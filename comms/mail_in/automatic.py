"""Was this written by a person? The reason if not (RFC 3834, and what programs send that never heard of it)."""

from comms.mail_in.heads import Head
from comms.mail_in.letter import Report


def reason(head: Head, report: Report | None) -> str:
    if report:
        return "delivery report"
    submitted = head.text("auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        return f"Auto-Submitted: {submitted}"[:200]
    return ""
