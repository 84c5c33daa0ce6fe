"""The letter of a report: a dashboard on a schedule."""

from django.utils.translation import gettext_lazy as _

from comms.mail_words.kind import FOR_NEWS, Kind

REPORT = _("""Hello {name},

{about}

{figures}

All of it with its charts, kept as it was and without a sign-in, until {until}:
{url}""")
KINDS = (
    Kind(
        "report",
        _("Mailed report"),
        _("A dashboard goes out on its schedule, or when somebody sends it."),
        "{report}, {period}",
        REPORT,
        {
            **FOR_NEWS,
            "report": _("what the dashboard is called"),
            "period": _("its first and its last day"),
            "about": _("the period, the zone and the filter"),
            "figures": _("the figures, each with what changed"),
            "url": _("the page; signed, for this reader"),
            "until": _("how long the page opens"),
        },
        {"figures": _("the figures"), "url": _("where to read it"), "about": _("what the figures are about")},
        about_a_ticket=False,
    ),
)
