"""Incidents to practise on, one for each state worth practising."""

from typing import Any

from django.utils.translation import gettext as _

from incidents.models import Incident
from incidents.models.resolution import Resolution
from itsm.services.models import HoldReason
from itsm.tickets.models import Channel, Ticket
from itsm.tickets.training.examples import Cast, register


def make(cast: Cast) -> None:
    fresh(cast)
    promised(cast)
    broken(cast)
    asked_back(cast)
    answered(cast)
    handed_over(cast)
    reported_twice(cast)
    resolved(cast)


def reported(cast: Cast, who: str, title: str, words: str, *, minutes: float, **about: object) -> Incident:
    at = cast.ago(minutes=minutes)
    fields: dict[str, Any] = {"team": cast.team, "channel": Channel.PORTAL} | about
    return Incident.report(by=cast.people[who], title=title, description=words, now=at, **fields)


def fresh(cast: Cast) -> None:
    words = _("Every page since this morning, on both sides.")
    ticket = reported(cast, "robin", _("The printer prints stripes"), words, minutes=12)
    cast.explain(ticket, _("New, and nobody has it. Take it, answer Robin, and say when they hear next."))


def promised(cast: Cast) -> None:
    words = _("It stops at 40 %. I need it for the meeting this afternoon.")
    ticket = reported(cast, "kim", _("The report does not load"), words, minutes=150)
    ticket.take(by=cast.trainer, now=cast.ago(minutes=140))
    said = _("Thank you, Kim. I am looking at the log now and come back to you with what I find.")
    ticket.reply(said, by=cast.trainer, until=cast.soon(minutes=20), now=cast.ago(minutes=100))
    cast.explain(
        ticket,
        _(
            "We promised a word, and it is due soon. Say something before it breaks, even if nothing is solved."
        ),
    )


def broken(cast: Cast) -> None:
    words = _("The scanner at gate 2 reads nothing. We write everything down by hand.")
    ticket = reported(
        cast, "sascha", _("The scanner reads nothing"), words, minutes=60 * 26, urgency=Ticket.Urgency.HIGH
    )
    ticket.take(by=cast.trainer, now=cast.ago(hours=25))
    said = _("I have ordered another scanner and tell you when it leaves the store.")
    ticket.reply(said, by=cast.trainer, until=cast.ago(hours=2), now=cast.ago(hours=24))
    cast.explain(
        ticket,
        _("A promise was broken two hours ago. Take it over, say sorry in your own words, and promise anew."),
    )


def asked_back(cast: Cast) -> None:
    ticket = reported(
        cast, "kim", _("I cannot open the shared folder"), _("It says that I may not."), minutes=60 * 5
    )
    ticket.take(by=cast.trainer, now=cast.ago(hours=4.5))
    ticket.hold(
        reason=HoldReason.COLLEAGUE, question=_("Which folder is it? The path at the top of the window is enough."),
        by=cast.trainer, now=cast.ago(hours=4),
    )  # fmt: skip
    cast.explain(
        ticket,
        _(
            "The colleague has the baton: we asked, they have not answered. Look what the strip shows, then go on without the answer, or ask anew."
        ),
    )


def answered(cast: Cast) -> None:
    ticket = reported(
        cast, "robin", _("My second screen stays dark"), _("Since I changed desks."), minutes=60 * 3
    )
    ticket.take(by=cast.trainer, now=cast.ago(minutes=160))
    ticket.hold(
        reason=HoldReason.COLLEAGUE, question=_("Does the small light at its lower edge burn?"), by=cast.trainer,
        now=cast.ago(minutes=150),
    )  # fmt: skip
    ticket.reply(
        _("Yes, it is orange. And the cable sits tight."),
        by=cast.people["robin"],
        channel=Channel.PORTAL,
        now=cast.ago(minutes=25),
    )
    cast.explain(
        ticket,
        _("The colleague has answered and waits. Reply, resolve it, and say what was done in their words."),
    )


def handed_over(cast: Cast) -> None:
    ticket = reported(
        cast, "sascha", _("No network in the meeting room"), _("Neither by cable nor without."), minutes=90, team=cast.first_line
    )  # fmt: skip
    ticket.take(by=cast.trainer, now=cast.ago(minutes=80))
    ticket.hand_over(
        to_team=cast.team, found=_("The socket gives no signal, and the switch shows the port as closed."),
        colleague_knows=_("That another team looks at it, and that the room next door is free."),
        promised=_("A word within the hour."), by=cast.trainer, now=cast.ago(minutes=15),
    )  # fmt: skip
    cast.explain(
        ticket,
        _("Handed over to you, and not yet accepted. Read the note; accept it, or return it and say why."),
    )


def reported_twice(cast: Cast) -> None:
    first = reported(cast, "kim", _("Mail is slow today"), _("Two minutes for every message."), minutes=45)
    second = reported(
        cast, "robin", _("Mail takes very long"), _("Opening a message takes minutes."), minutes=35
    )
    cast.explain(
        first,
        _(
            "Two colleagues tell of the same. Take this one, then merge the other one into it: both hear what you say."
        ),
    )
    cast.explain(second, _("The same as “%(title)s”. Merge it into that one.") % {"title": first.title})


def resolved(cast: Cast) -> None:
    ticket = reported(
        cast, "sascha", _("I forgot my password"), _("It is my first day after the holidays."), minutes=60 * 7
    )
    ticket.take(by=cast.trainer, now=cast.ago(hours=6.5))
    ticket.resolve(
        resolution=Resolution.FIXED, words=_("You have a new one. It reaches you on paper at the front desk."),
        by=cast.trainer, now=cast.ago(hours=6),
    )  # fmt: skip
    cast.explain(
        ticket,
        _(
            "Resolved, and the colleague has not confirmed it yet. Reopen it as if they had called and said: still not."
        ),
    )


def add_to_room() -> None:
    register(make)
