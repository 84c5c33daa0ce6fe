"""Every kind of letter that Baton writes by itself: when, with which variables, and in which words unless somebody changed them.

Ours are English here and in any other language by gettext, as all words of Baton. The three facts (we have it, who has it, when
you hear next) are variables that letters to colleagues must keep. Why it came and how to get fewer stands under every letter
and is no part of these words, so nobody can leave it out.
"""

from django.utils.translation import gettext_lazy as _

from comms.mail_words import of_feedback, of_meetings, of_reports, of_surveys
from comms.mail_words.kind import FACTS, FOR_NEWS, OF_NOTICE, SLOTS, TICKET, Kind

SUBJECT = _("[{number}] {what}: {title}")
RECEIPT = _("""Hello {name},

We have it: {number} {title}

Who has it: {who_has_it}
You hear from us by: {hear_next}

{url}""")
ANSWER = _("""Hello {name},

{what}.

{words}

If it is not solved, say so on its page before {closes_at}. Without a word from you it is closed then.

Who has it: {who_has_it}
You hear from us by: {hear_next}

{number} {title}
{url}""")
WORK = _("""Hello {name},

{what}.

{words}

What the colleague knows: {colleague_knows}
What is promised next: {promised}

Who has it: {who_has_it}
The colleague hears from us by: {hear_next}

{number} {title}
{url}""")
NEWS = _("""Hello {name},

{what}.

{words}

Who has it: {who_has_it}
The colleague hears from us by: {hear_next}

{number} {title}
{url}""")
WORKAROUND = _("""Hello {name},

{what}.

{words}

{lines}

Each link opens a page that takes your answer, without a sign-in. You may change it once.

Who has it: {who_has_it}
You hear from us by: {hear_next}

{number} {title}
{url}""")
NOTICE = _("""Hello {name},

{what}

Who is affected: {who}
From: {begins}
Until: {ends}
What to do: {do}
What we do: {we}

When you hear next: {next}

Please confirm that you have read it: {confirm}

Who has it: {who_has_it}
You hear from us by: {hear_next}

{number} {title}
{url}""")
QUESTION = _("""Hello {name},

{who} answered your question:

{words}

You asked:

{question}

{number} {title}
{url}""")
APPROVAL = _("""Hello {name},

{requester} needs your yes or no: {title}

{because}

{lines}

What it costs: {cost}

Say yes or no here. The page shows all of it, needs no sign-in, and takes one answer:
{url}

An answer to this mail decides nothing.

{step}, {number}""")
DIGEST = _("""Hello {name},

{count} came for you while your hours were quiet, or close together:

{lines}

All of it stands in your inbox, too:
{url}""")
BUDGET = _("""Hello {name},

In the week from {week}, {count} got more than {limit} mails from Baton. That is more than anybody reads.

{lines}

Why {limit}, and what can be done:
{url}""")
CONFIRM = _("""Hello,

somebody, perhaps you, asked that {address} gets news of:

{lines}

Yes, send them to me:
{url}

If it was not you, do nothing: no mail follows this one, and the address is forgotten in two days.""")
FOLLOWER = _("""{what}

Who is affected: {who}
From: {begins}
Until: {ends}
What to do: {do}
What we do: {we}

When you hear next: {next}
You hear from us by: {hear_next}

How all services are:
{url}""")

KINDS = {
    kind.key: kind
    for kind in (
        Kind("receipt", _("Receipt"), _("Somebody asked for help."), SUBJECT, RECEIPT, TICKET, FACTS),
        Kind(
            "answer",
            _("Answer"),
            _(
                "The desk answers, asks, promises, solves, closes or takes up again what a colleague asked for."
            ),
            SUBJECT,
            ANSWER,
            {**TICKET, "closes_at": _("until when they can say that it is not solved, after a solution")},
            FACTS,
        ),
        Kind(
            "workaround",
            _("Way round"),
            _("Colleagues are told what helps until something is repaired, and asked whether it works."),
            SUBJECT,
            WORKAROUND,
            {**TICKET, "lines": _("the three answers, each a link; signed, for this reader")},
            {**FACTS, "words": _("the way round"), "lines": _("how to say whether it works")},
            group="answer",
        ),
        Kind(
            "work",
            _("Work"),
            _("A ticket comes to an agent or comes back, or somebody writes on what they hold."),
            SUBJECT,
            WORK,
            {
                **TICKET,
                "colleague_knows": _("what the colleague knows, at a hand-over"),
                "promised": _("what is promised next, at a hand-over"),
            },
        ),
        Kind("mention", _("Mention"), _("Somebody is mentioned."), SUBJECT, NEWS, TICKET),
        Kind("clock", _("Time running out"), _("Time runs out or ran out."), SUBJECT, NEWS, TICKET),
        Kind("watch", _("Watch"), _("News on what somebody watches."), SUBJECT, NEWS, TICKET),
        Kind(
            "approval",
            _("Approval"),
            _(
                "Somebody must agree to what a colleague asks for, is reminded, or is asked because nobody answered."
            ),
            SUBJECT,
            APPROVAL,
            {
                **{name: TICKET[name] for name in ("name", "number", "title", "what")},
                "requester": _("for whom it is"),
                "step": _("the step of the approval, in its own words"),
                "because": _("why the reader is asked, if somebody else was to be"),
                "cost": _("what it costs, if anything is named"),
                "lines": _("what exactly is asked for: each question with its answer"),
                "url": _("the page with the two buttons; signed, for this reader and once"),
            },
            {"lines": _("what is asked for"), "url": _("how to say yes or no")},
        ),
        Kind(
            "notice",
            _("Notice"),
            _("A message of an outage, a maintenance, an advisory or something new."),
            _("[{number}] {subject}"),
            NOTICE,
            {
                **FOR_NEWS,
                **OF_NOTICE,
                **SLOTS,
                "phase": _("where it stands, in one word"),
                "confirm": _("where to confirm it, if everyone must"),
                "who_has_it": _("whose move it is, until it is over"),
            },
            {"what": _("what happens"), **FACTS},
            about_a_ticket=False,
        ),
        Kind(
            "question",
            _("Answer to a question"),
            _("Somebody's question about a notice is answered."),
            _("[{number}] Answer to your question: {title}"),
            QUESTION,
            {
                **FOR_NEWS,
                **OF_NOTICE,
                "who": _("who answered"),
                "words": _("the answer"),
                "question": _("what they had asked"),
            },
            {"words": _("the answer")},
            about_a_ticket=False,
        ),
        Kind(
            "digest",
            _("Digest"),
            _("Quiet hours end, it is the hour of the daily digest, or many mails came close together."),
            _("{count} for you"),
            DIGEST,
            {
                **FOR_NEWS,
                "count": _("how many, with the word"),
                "lines": _("one line for each, with its reason"),
            },
            {"lines": _("what came")},
            about_a_ticket=False,
        ),
        Kind(
            "confirm",
            _("Confirm an address"),
            _("Somebody without an account asks to follow services on the status page."),
            _("Confirm that you want news of our services"),
            CONFIRM,
            {"address": _("their address"), "lines": _("the services"), "url": _("the page that says yes")},
            {"lines": _("what they would get"), "url": _("how to say yes")},
            about_a_ticket=False,
        ),
        Kind(
            "follower",
            _("Notice to a follower"),
            _("A message of a public notice, to an address without an account that follows the service."),
            "{subject}",
            FOLLOWER,
            {**OF_NOTICE, **SLOTS, "url": _("the status page")},
            {"what": _("what happens"), "hear_next": _("when you hear next")},
            about_a_ticket=False,
        ),
        Kind(
            "budget",
            _("Too much mail"),
            _("On Monday, to administrators, if a colleague got far too many mails in the week before."),
            _("{count} got more mail than anybody reads"),
            BUDGET,
            {
                **FOR_NEWS,
                "week": _("the day on which the week began"),
                "count": _("how many colleagues, with the word"),
                "limit": _("how many mails a week are too many"),
                "lines": _("who got how many"),
            },
            {"lines": _("who got how many")},
            about_a_ticket=False,
        ),
        *of_feedback.KINDS,
        *of_surveys.KINDS,
        *of_meetings.KINDS,
        *of_reports.KINDS,
    )
}
