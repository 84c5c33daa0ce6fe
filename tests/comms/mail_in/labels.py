"""What each message of the corpora is, for counting how often we are right.

Labelled by the folder it lies in where the project says so (sisimai and flanker sort by kind, mikel/mail has a folder of
reports), and by reading it everywhere else: REPORT a mail server speaks of a mail that did not (yet) arrive; AUTOMATIC a
program or a list wrote or spread it, and says so somewhere; PERSON all others, newsletters and spam without any mark
included. Files that are no mails (texts for trimming, attachments, address lists) are left out.
"""

from collections.abc import Iterator
from pathlib import PurePath

from tests.comms.mail_in.corpora import corpus

REPORT, AUTOMATIC, PERSON = "report", "automatic", "person"
MAILS = {
    "sisimai_dev": ("maildir/", "to-be-debugged-because/"),
    "mailgun+flanker": ("tests/fixtures/messages/",),
    "mikel+mail": ("spec/fixtures/emails/",),
    "nodemailer+mailparser": ("test/fixtures/",),
    "php-mime-mail-parser+php-mime-mail-parser": ("tests/mails/",),
    "mimekit_subset": ("UnitTests/TestData/messages/",),
}
NO_MAILS = ("messages/dkim/", "messages/attachments/", "sample_output_multipart")
REPORT_FOLDERS = ("maildir/", "to-be-debugged-because/", "messages/bounce/", "multipart_report_emails/")
READ_AS_REPORT = {
    "raw_email_with_mimepart_without_content_type.eml",
    "delivery-status.eml",
    "failure.eml",
    "bounce.txt",
    "delivery-status.txt",
    "delivery-status2.txt",
    "delivery-status-multiple-blank-lines.txt",
    "delivery-status-no-blank-line.txt",
    "delivery-status.anonymized.eml",
}
READ_AS_AUTOMATIC = {
    "apache-message-news-mime.eml",  # a mailing list
    "from-encoding.eml",
    "message-external-body.eml",
    "empty_in_reply_to.eml",
    "large_text.eml",
    "raw_email_trailing_dot.eml",
    "bad_date_header.eml",  # bulk
    "m0015",
    "encoding_madness.eml",  # senders that want no answer
    "raw_email_encoded_stack_level_too_deep.eml",
    "spam.eml",
    "m0009",
    "disposition-notification.eml",  # receipts
    "disposition-notification.txt",
    "disposition-notification.anonymized.eml",
    "feedback-report.txt",
    "issue212",  # away
}


def labelled() -> Iterator[tuple[str, str, str, bytes]]:
    """(corpus, path, label, message)"""
    for name, folders in MAILS.items():
        for path, content in corpus(name).items():
            inside = any(f"/{folder}" in f"/{path}" for folder in folders)
            if inside and not any(no in path for no in NO_MAILS):
                yield name, path, label(path), content


def label(path: str) -> str:
    name = PurePath(path).name
    if name.startswith(("rfc3834-", "arf-")) or "/complaints/" in path or name in READ_AS_AUTOMATIC:
        return AUTOMATIC
    if "maildir/not/" in path:
        return PERSON
    if name in READ_AS_REPORT or any(folder in path for folder in REPORT_FOLDERS):
        return REPORT
    return PERSON
