"""How mail programs answer: what they quote, and which headers they set."""

from email.message import EmailMessage
from email.utils import make_msgid
from html import escape

from itsm.people.models import Person


def address_of(letter: EmailMessage) -> str:
    return str(letter["Reply-To"] or letter["From"])


def plain(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content().strip()  # type: ignore[union-attr]


def answer(to: EmailMessage, by: Person, *, cc: str = "") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = f"{by.name} <{by.email}>", address_of(to)
    if cc:
        made["Cc"] = cc
    made["Message-ID"] = make_msgid(domain="laptop.halden.example")
    return made


def outlook(to: EmailMessage, by: Person, words: str, *, cc: str = "") -> EmailMessage:
    """Exchange hands it on with a Thread-Index of its own and without In-Reply-To or References."""
    made = answer(to, by, cc=cc)
    made["Subject"], made["Thread-Index"] = f"RE: {to['Subject']}", "AdbR2zZsJQ6b8v3pQf6tYk2jz0H1Og=="
    made["Thread-Topic"] = str(to["Subject"])
    head = f"From: {to['From']}\nSent: Monday, 2 November 2026 10:00\nTo: {by.name}\nSubject: {to['Subject']}"
    made.set_content(
        f"{words}\n\nKind regards\n{by.name}\n\n________________________________\n{head}\n\n{plain(to)}\n"
    )
    quoted = f'<hr><div id="divRplyFwdMsg">{escape(head)}</div><div>{escape(plain(to))}</div>'
    made.add_alternative(f"<html><body><p>{escape(words)}</p>{quoted}</body></html>", subtype="html")
    return made


def gmail(to: EmailMessage, by: Person, words: str, *, cc: str = "") -> EmailMessage:
    made = answer(to, by, cc=cc)
    made["Subject"], made["In-Reply-To"] = f"Re: {to['Subject']}", str(to["Message-ID"])
    made["References"] = f"{to['References'] or ''} {to['Message-ID']}".strip()
    said = f"On Mon, 2 Nov 2026 at 10:00, {to['From']} wrote:"
    quoted = "\n".join(f"> {line}" for line in plain(to).splitlines())
    made.set_content(f"{words}\n\n{said}\n\n{quoted}\n")
    made.add_alternative(
        f'<div dir="ltr">{escape(words)}</div><div class="gmail_quote">{escape(said)}<blockquote>'
        f"{escape(plain(to))}</blockquote></div>",
        subtype="html",
    )
    return made


def apple(to: EmailMessage, by: Person, words: str, *, cc: str = "") -> EmailMessage:
    made = answer(to, by, cc=cc)
    made["Subject"], made["In-Reply-To"] = f"Re: {to['Subject']}", str(to["Message-ID"])
    made["References"] = str(to["Message-ID"])
    quoted = "\n".join(f"> {line}" for line in plain(to).splitlines())
    made.set_content(f"{words}\n\n> On 2 Nov 2026, at 10:00, {to['From']} wrote:\n> \n{quoted}\n\n")
    return made
