"""The letter that asks how it was."""

from django.utils.translation import gettext_lazy as _

from comms.mail_words.kind import FOR_NEWS, Kind

SURVEY = _("""Hello {name},

{question}

{scale}

Press a number: that is all we need. The page that opens asks one more thing, and you need not sign in.

{who_reads}

It is asked until {until}.""")
KINDS = (
    Kind(
        "survey",
        _("How was it"),
        _(
            "After a ticket, a notice, a change, about a service or in a campaign: to a few colleagues, to nobody often."
        ),
        "{question}",
        SURVEY,
        {
            **FOR_NEWS,
            "question": _("the question"),
            "number": _("the ticket's number, after a ticket"),
            "scale": _("the numbers from 0 to 10, each a link; signed, for this reader"),
            "who_reads": _("whether it is by name, and who reads it"),
            "until": _("until when it is asked, if there is an end"),
        },
        {"scale": _("how to answer"), "who_reads": _("who reads the answer")},
        about_a_ticket=False,
    ),
)
