"""Letters about meetings, what was taken on there, business units nobody talked with, and the sponsors' briefing."""

from django.utils.translation import gettext_lazy as _

from comms.mail_words.kind import FOR_NEWS, Kind

MEETING = _("""Hello {name},

{what}

When: {when}
Where: {where}
Led by: {host}

What there is to talk about:

{lines}

{url}""")
MINUTES = _("""Hello {name},

{what}

{lines}

{words}

{url}""")
ACTION = _("""Hello {name},

{what}

{words}

By: {due}

{url}""")
UNIT = _("""Hello {name},

{what}

{lines}

Plan a review with it:
{url}""")
BRIEFING = _("""Hello {name},

this is what IT did for you in {month}, on one page.

{lines}

One decision is needed from you: {decision}

Read it and decide here, without a sign-in:
{url}""")
VARIABLES = {
    **FOR_NEWS,
    "what": _("what happened, in one line"),
    "when": _("when it is, in the reader's zone"),
    "where": _("where it is"),
    "host": _("who leads it"),
    "lines": _("the agenda, point by point"),
}
KINDS = (
    Kind(
        "meeting",
        _("Invitation to a meeting"),
        _("A service review, a check-in or a stand-up is planned or called off."),
        "{what}",
        MEETING,
        VARIABLES,
        {"when": _("when it is")},
        about_a_ticket=False,
        group="work",
    ),
    Kind(
        "minutes",
        _("Minutes of a meeting"),
        _("A meeting is over."),
        "{what}",
        MINUTES,
        {
            **FOR_NEWS,
            "what": VARIABLES["what"],
            "lines": _("what was decided, who took on what by when, what was talked about"),
            "words": _("the notes"),
        },
        {"lines": _("what was decided and taken on")},
        about_a_ticket=False,
        group="work",
    ),
    Kind(
        "action",
        _("Something taken on"),
        _("Somebody is given something to do in a meeting, or its day has passed."),
        "{what}",
        ACTION,
        {**FOR_NEWS, "what": VARIABLES["what"], "words": _("what is to be done"), "due": _("by when")},
        {"words": _("what is to be done"), "due": _("by when")},
        about_a_ticket=False,
        group="work",
    ),
    Kind(
        "unit",
        _("Business unit without a review"),
        _("For 90 days nobody talked with a business unit; told once to whoever looks after it."),
        "{what}",
        UNIT,
        {**FOR_NEWS, "what": VARIABLES["what"], "lines": _("what is open for its people")},
        {"what": _("which unit")},
        about_a_ticket=False,
        group="work",
    ),
    Kind(
        "briefing",
        _("Sponsors' briefing"),
        _("Once a month, when somebody has looked at it and sends it."),
        _("IT in {month}, on one page"),
        BRIEFING,
        {
            **FOR_NEWS,
            "month": _("the month with its year"),
            "lines": _("the page, sentence by sentence"),
            "decision": _("the decision that is asked for, if one is"),
            "url": _("the page; signed, for this reader"),
        },
        {"url": _("where to read it")},
        about_a_ticket=False,
    ),
)
