"""Letters over an open SMTP connection, with as few waits as the server allows.

`smtplib` waits for an answer four times with each mail. A server that offers PIPELINING, as all common ones do (RFC 2920),
takes a whole envelope at once, and behind a letter's end the envelope of the next: then there is one wait for each mail.
Errors are those of `smtplib.SMTP.sendmail`.
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


class Wire:
    """What one connection to a server has in hand. A letter that has begun is never the next one's: only its envelope is."""

    def __init__(self, server: SMTP, sender: str) -> None:
        server.ehlo_or_helo_if_needed()
        self.server, self.sender = server, sender
        self.options = ["body=8bitmime"] if server.has_extn("8bitmime") else []
        self.at_once = server.has_extn("pipelining")
        self.ahead = ""  # whose envelope is out and not yet answered: it may only be followed by their letter

    def hand_over(self, address: str, letter: bytes, *, then: str = "") -> None:
        """Returns once the server has taken it. `letter` has lines as on the wire, that is with CR LF; `then` is who is next."""
        if not PLAIN.fullmatch(address):
            raise ValueError(f"{address!r} is no address that a mail server takes.")
        if not self.at_once:
            _step_by_step(self.server, self.sender, address, letter, self.options)
            return
        if self.ahead != address:
            self.server.send(self.envelope(address))
        self.ahead = ""
        self._fill(address, letter, then if PLAIN.fullmatch(then) else "")

    def envelope(self, address: str) -> bytes:
        says_who = " ".join([f"MAIL FROM:<{self.sender}>", *self.options])
        return f"{says_who}\r\nRCPT TO:<{address}>\r\nDATA\r\n".encode()

    def _fill(self, address: str, letter: bytes, then: str) -> None:
        server = self.server
        mail, rcpt, data = _answer(server), _answer(server), _answer(server)
        if mail[0] == OK and rcpt[0] in (OK, OK_TOO) and data[0] == GO_ON:
            server.send(_whole(letter) + (self.envelope(then) if then else b""))
            self.ahead = then
            taken = _answer(server)
            if taken[0] == OK:
                return
            if then and taken[0] != GOODBYE:
                server.close()  # it waits for the next letter, so nothing else can be said to it
                raise SMTPDataError(*taken)
            data = taken
        elif data[0] == GO_ON:
            server.send(_whole(b""))  # it wants a letter although nobody is to get one; it goes nowhere
            _answer(server)
        _refuse(server, self.sender, address, mail=mail, rcpt=rcpt, data=data)


def _step_by_step(server: SMTP, sender: str, address: str, letter: bytes, options: list[str]) -> None:
    try:
        server.sendmail(sender, [address], letter, mail_options=options)
    except (SMTPSenderRefused, SMTPRecipientsRefused, SMTPDataError) as error:
        if server.sock is None:  # it said goodbye, and that is about no mail
            raise SMTPServerDisconnected(str(error)) from error
        raise


def _whole(letter: bytes) -> bytes:
    """The letter and its end; a line that begins with a dot gets a second one, or it would be taken for the end."""
    end = b".\r\n" if not letter or letter.endswith(b"\r\n") else b"\r\n.\r\n"
    return letter.replace(b"\r\n.", b"\r\n..") + end


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
