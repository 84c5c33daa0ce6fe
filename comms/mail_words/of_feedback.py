"""Letters about what colleagues told us, to whoever spoke, to whoever owes the answer, and to everybody once a week."""

from django.utils.translation import gettext_lazy as _

from comms.mail_words.kind import FOR_NEWS, Kind

SUBJECT = _("[{number}] {what}: {title}")
FEEDBACK = _("""Hello {name},

{what}.

{words}

You told us:

{question}

Who has it: {who_has_it}
You hear from us by: {hear_next}

{number}
{url}""")
SAID = _("""Hello {name},

you said, we did. Since {since}:

{lines}

All of it, and what is planned:
{url}""")
VARIABLES = {
    **FOR_NEWS,
    "number": _("its number"),
    "title": _("what was said, in one line"),
    "what": _("what became of it, in one line"),
    "words": _("the answer"),
    "question": _("what they had said"),
    "who_has_it": _("who owes the next word, while it is open"),
    "hear_next": _("until when the next word is promised, if it is"),
}
KINDS = (
    Kind(
        "feedback",
        _("Answer to feedback"),
        _("What a colleague told us is heard, answered, planned, done, or not done now."),
        SUBJECT,
        FEEDBACK,
        VARIABLES,
        {"words": _("the answer"), "hear_next": _("when you hear next")},
        about_a_ticket=False,
        group="answer",
    ),
    Kind(
        "said",
        _("You said, we did"),
        _("Once a week, if something came of what colleagues said."),
        _("You said, we did"),
        SAID,
        {
            **FOR_NEWS,
            "since": _("the day a week ago"),
            "lines": _("what was done, what was not and why, what is planned, and thanks"),
        },
        {"lines": _("what came of it")},
        about_a_ticket=False,
    ),
)
