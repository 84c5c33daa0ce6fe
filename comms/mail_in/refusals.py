"""What mail servers say in words when they do not deliver, for those that say it in no standard way."""

import re

from comms.mail_in.heads import Head

DAEMON = re.compile(
    r"mailer[-_ ]?daemon|mail[-_ ]?daemon|mdaemon|post_?master\b|mail delivery (?:sub)?system|delivery subsystem",
    re.IGNORECASE,
)
# These may be people or teams of people, too.
MAYBE_DAEMON = re.compile(
    r"mail ?admin|(?:system|mail) administrator|mail (?:router|system|server|gateway|deliver\w*)|(?:internet|smtp|mail) ?gateway"
    r"|messaging|no-?reply@|mxlogic|mimecast|mailfilter",
    re.IGNORECASE,
)
SUBJECT = re.compile(
    r"undeliver|deliver\w* (?:has )?(?:failed|fail|failure|status|problem|notif|error|delay|unsuccess|report)"
    r"|(?:failure|non-?delivery|bounce|fail\w* deliver\w*|undelivered|delivery) (?:notice|notif|report|mail)|returned (?:mail|to sender)"
    r"|mail (?:system )?error|message (?:not delivered|delayed|you sent blocked|delivery)|returning message|could ?n.t be delivered"
    r"|could not (?:be )?(?:deliver|send)|not delivered|rejected|failed (?:mail|message|delivery|to deliver|recipient)"
    r"|warning: (?:could not send|message)|mail failure|can(?:no|')t (?:send|deliver)|was not deliver|user unknown|unknown user"
    r"|unzustellbar|nicht zugestellt|zustell|remis|non remis|no se (?:ha )?(?:puede|pudo)|entrega|mancata consegna|配信|送信|エラー"
    r"|不達|недоставлен|не доставлен|undelivery|退信|無法|failure|failed",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"(?:could|can|was|were|is|are|did|has|have|been|be)(?: ?n.t|not| not)(?: been| be| able to)? (?:deliver|sent|reach|accept|process)"
    r"|unable to deliver|able to deliver your|undeliver|delivery (?:\w+ )?(?:fail|error|problem|notif)|failed to deliver|deliver\w* failed"
    r"|permanent(?: fatal)? error|permanently rejected|does ?n.t exist|no such (?:user|recipient|mailbox|address)|user unknown|unknown user|mailbox (?:is )?(?:full|unavailable|not found)"
    r"|unknown (?:recipient|address|local part)|invalid (?:recipient|address|user)|quota exceeded|over quota|address(?:es)? (?:rejected|failed|had)"
    r"|recipients? (?:was|were|of your|rejected|unknown|address)|(?:was|were|been|is) (?:rejected|returned|blocked|refused|deferred)|rejected (?:by|your)"
    r"|will (?:continue to|keep) try|still (?:being )?(?:trying|tried|retr)|delay|status of your message|transcript of session|failure reasons"
    r"|\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}|said: [45]\d\d|\b55\d |smtp error|host unknown|unrouteable|nicht zugestellt|konnte nicht"
    r"|n'a pas (?:pu|été)|no se pudo|não (?:foi|pôde)|non è stato|配信できません|届け|送信できません|送れません|не (?:удалось|может|было)",
    re.IGNORECASE,
)
DELAY = re.compile(
    r"(?:has been|is|been|was|being) delayed|delayed (?:mail|\d)|warning: (?:message|could not send)|\(delay\)|delivery delay|will (?:continue to|keep|be) (?:try|retr)|still (?:being )?(?:trying|tried|retried)"
    r"|(?:this is )?(?:just )?a warning message only|no action is required|temporarily unable|not yet been delivered|(?:do not|don't) need to resend",
    re.IGNORECASE,
)
ADDR = r"[^\s<>,;:\"()\[\]=]+@[\w.-]+\w"
RECIPIENTS = [
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"^\s*(?:original|final)-recipient\s*:\s*(?:[\w-]+\s*;)?\s*<?({ADDR})",
        rf"^\s*>*\s*<({ADDR})>\s*(?::|\.\.\.|\(|$|-|,|;)",
        rf"rcpt to:?\s*<?({ADDR})",
        rf"^[\s>*-]*({ADDR})\s*(?:$|:|\.\.\.|\(|<|on |\[|,)",
        rf"(?:recipient|address|mailbox|user|account|to|for|宛先)[^\n@]{{0,40}}?<?({ADDR})",
        rf"({ADDR})",
    )
]
# In order: the first that is found in what the server said names the status that it did not give.
MEANINGS = {
    r"no such (?:user|recipient|mailbox|address|person)|user unknown|unknown (?:user|recipient|address|account)|unknown or illegal|"
    r"(?:user|address|account|recipient|mailbox)[^\n]{0,60}(?:not exist|n.t exist|not found|not listed|unknown|invalid|not recogni)|"
    r"invalid (?:recipient|address|user|mailbox)|does ?n.t have an? |no mailbox|local part": "5.1.1",
    r"over ?quota|quota|mailbox (?:is )?full|full mailbox|not enough (?:disk )?(?:space|storage)|insufficient": "5.2.2",
    r"host (?:or domain )?(?:name )?(?:unknown|not found)|unknown host|domain (?:not found|does)|no mx|name or service|unrouteable": "5.1.2",
    r"too (?:large|big)|exceeds|size limit": "5.3.4",
    r"disabled|inactive|suspended|expired account|no longer": "5.2.1",
    r"timed? ?out|timeout|no route|refused|unreachable|too long|expired|deferred|retry": "4.4.1",
    r"spam|blocked|blacklist|black list|denied|policy|reject|not (?:allowed|permitted|authorized)|virus|reputation": "5.7.1",
}
SMTP_REPLY = re.compile(r"(?<![\d.@-])([45]\d\d)(?:[ -]|: )(?!\d{2}:)[^\n]*(?:\n[ \t]+\S[^\n]*){0,3}")
ENHANCED = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\d|\.\d)")
RETURNED = re.compile(
    r"^(?:Received|Return-Path|Message-ID|Date|From|To|Subject|MIME-Version|DKIM-Signature|X-[\w-]+|Reply-To|Delivered-To)\s?:.*"
    r"(?:\n[ \t]+\S.*|\n[A-Za-z][\w-]*: ?.*){2,}",
    re.IGNORECASE | re.MULTILINE,
)


def from_a_server(head: Head) -> bool:
    """By its name, or because it wants no answer (the null sender), or because nobody signs at all."""
    path = head.text("return-path")
    return (
        path.replace(" ", "") == "<>"
        or "from" not in head
        or bool(DAEMON.search(path) or DAEMON.search(head.text("from")))
    )


def says_so(head: Head, text: str) -> bool:
    """A report in words. A colleague who passes one on to us ("I get this, help") must not look like it."""
    if "x-failed-recipients" in head:
        return True
    sender = head.text("from")
    subject = bool(SUBJECT.search(head.text("subject")))
    if DAEMON.search(sender):
        return subject or bool(REFUSED.search(text))
    # The whole text last: it is asked only of the few mails whose head looks like a report's.
    return (
        subject and (from_a_server(head) or bool(MAYBE_DAEMON.search(sender))) and bool(REFUSED.search(text))
    )


def split(text: str) -> tuple[str, str]:
    """What the server says, and the headers of the mail that came back below it."""
    found = RETURNED.search(text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def recipient(said: str, not_these: set[str]) -> str:
    for pattern in RECIPIENTS:
        for found in pattern.finditer(said):
            address = found[1].strip("'.").removeprefix("mailto:")
            if address.lower() not in not_these and not DAEMON.search(address):
                return address
    return ""


def diagnostic(said: str, to: str) -> str:
    """The server's own sentence: its reply code and what follows, else what stands by the recipient."""
    if found := SMTP_REPLY.search(said):
        return found[0]
    lines = [line.strip() for line in said.split("\n") if line.strip()]
    for at, line in enumerate(lines):
        if to and to in line:
            return " ".join([line.replace(to, "", 1).strip("<>: ."), *lines[at + 1 : at + 3]]).strip()
    return next((line for line in lines if REFUSED.search(line)), lines[0] if lines else "")


def status(*said: str) -> str:
    """As RFC 3463: stated, or by the reply code, or by what the words mean."""
    for text in said:
        if (found := ENHANCED.search(text)) and not found[1].endswith(".0.0"):
            return found[1]
    for text in said:
        for words, meaning in MEANINGS.items():
            if re.search(words, text, re.IGNORECASE):
                return _class_of(text) + meaning[1:] if _class_of(text) else meaning
    return f"{_class_of(' '.join(said)) or '5'}.0.0"


def _class_of(text: str) -> str:
    found = SMTP_REPLY.search(text) or ENHANCED.search(text)
    return found[1][0] if found else ""


def is_delay(said: str) -> bool:
    return bool(DELAY.search(said))
