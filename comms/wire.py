"""One letter over an open SMTP connection, with as few waits as the server allows.

`smtplib` waits for an answer four times with each mail. A server that offers PIPELINING, as all common ones do (RFC 2920),
takes the whole envelope at once: that leaves two. Errors are those of `smtplib.SMTP.sendmail`.
"""

import re
from smtplib import (
    SMTP,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.core.mail import EmailMessage

PLAIN = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  # printable ASCII without blanks and angle brackets
LONGEST_ANSWER = 8192
OK, OK_TOO, GO_ON, GOODBYE = 250, 251, 354, 421


def as_sent(mail: EmailMessage) -> bytes:
    """With the ends of line that SMTP wants."""
    return mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's message knows it


def hand_over(server: SMTP, sender: str, address: str, letter: bytes) -> None:
    """Returns once the server has taken it. `letter` has lines as on the wire, that is with CR LF."""
    if not PLAIN.fullmatch(address):
        raise ValueError(f"{address!r} is no address that a mail server takes.")
    server.ehlo_or_helo_if_needed()
    options = ["body=8bitmime"] if server.has_extn("8bitmime") else []
    if not server.has_extn("pipelining"):
        _step_by_step(server, sender, address, letter, options)
        return
    says_who = " ".join([f"MAIL FROM:<{sender}>", *options])
    server.send(f"{says_who}\r\nRCPT TO:<{address}>\r\nDATA\r\n")
    mail, rcpt, data = _answer(server), _answer(server), _answer(server)
    if mail[0] == OK and rcpt[0] in (OK, OK_TOO) and data[0] == GO_ON:
        taken = _say(server, letter)
        if taken[0] == OK:
            return
        data = taken
    elif data[0] == GO_ON:
        _say(
            server, b""
        )  # it wants a letter although nobody is to get one; without recipients it goes nowhere
    _refuse(server, sender, address, mail=mail, rcpt=rcpt, data=data)


def _step_by_step(server: SMTP, sender: str, address: str, letter: bytes, options: list[str]) -> None:
    try:
        server.sendmail(sender, [address], letter, mail_options=options)
    except (SMTPSenderRefused, SMTPRecipientsRefused, SMTPDataError) as error:
        if server.sock is None:  # it said goodbye, and that is about no mail
            raise SMTPServerDisconnected(str(error)) from error
        raise


def _say(server: SMTP, letter: bytes) -> tuple[int, bytes]:
    """The letter and its end; a line that begins with a dot gets a second one, or it would be taken for the end."""
    end = b".\r\n" if not letter or letter.endswith(b"\r\n") else b"\r\n.\r\n"
    server.send(letter.replace(b"\r\n.", b"\r\n..") + end)
    return _answer(server)


def _answer(server: SMTP) -> tuple[int, bytes]:
    """As `SMTP.getreply` reads it; asked four times for each of 50,000 mails, that one costs more than all else here."""
    words = []
    while line := server.file.readline(LONGEST_ANSWER):  # type: ignore[union-attr]  # there since EHLO
        words.append(line[4:].strip())
        if line[3:4] != b"-" and line[:3].isdigit():
            return int(line[:3]), b" ".join(words)
    server.close()
    raise SMTPServerDisconnected("It closed the connection.")


def _refuse(
    server: SMTP,
    sender: str,
    address: str,
    *,
    mail: tuple[int, bytes],
    rcpt: tuple[int, bytes],
    data: tuple[int, bytes],
) -> None:
    """Raise for the first of its answers that was a no, and leave the connection ready for the next letter."""
    for code, words in (mail, rcpt, data):
        if code == GOODBYE:
            server.close()
            raise SMTPServerDisconnected(f"{code} {words.decode(errors='replace')}")
    server.rset()
    if mail[0] != OK:
        raise SMTPSenderRefused(*mail, sender)
    if rcpt[0] not in (OK, OK_TOO):
        raise SMTPRecipientsRefused({address: rcpt})
    raise SMTPDataError(*data)
