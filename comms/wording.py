"""What happened, in one line: the inbox's title and the mail's subject. Called in the reader's language."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame import words
from itsm.tickets.models import Clock, Event

LONGEST_IN_SUBJECT = 120


def subject(event: Event) -> str:
    """“[INC-1042] Ivo Lund replied: Mail is down”, on one line whatever the title holds."""
    about = words.middle(" ".join(event.ticket.title.split()), LONGEST_IN_SUBJECT)
    return f"[{event.ticket.number}] {what(event)}: {about}"


def what(event: Event) -> str:
    """“Ivo Lund replied”; the ticket stands beside it."""
    line = LINES.get(event.verb)
    about = {"who": str(event.actor or "Baton"), **pieces(event)}
    return (line(event) if line else _("News")) % about


def pieces(event: Event) -> dict[str, Any]:
    details = event.details
    return {
        "to": details.get("to", ""),
        "from": details.get("from", ""),
        "target": details.get("target", ""),
        "person": details.get("person", ""),
        "task": details.get("task", ""),
        "why": "; ".join(details["because"]) if isinstance(details.get("because"), list) else "",
        "known_error": details.get("known_error", ""),
        "clock": Clock.Kind(details["clock"]).label if details.get("clock") else "",
        "board": details.get("board", ""),
        "meets_at": when(details.get("meets_at")),
        "until": when(details.get("until")),
        "due": when(details.get("due")),
    }


def when(value: Any) -> str:
    found = moment(value)
    return words.at(found, timezone.now()) if found else ""


def moment(value: Any) -> datetime | None:
    """A time of an event's details, which are JSON once they come from the database."""
    return parse_datetime(value) if isinstance(value, str) else value


ANSWERS = {
    "works": gettext_lazy("%(who)s: the way round works"),
    "fails": gettext_lazy("%(who)s: the way round does not work"),
    "not_needed": gettext_lazy("%(who)s does not need the way round any more"),
}
LINES = {
    "incident.open": lambda event: _("We have it"),
    "ticket.assign": lambda event: _("%(who)s gave you this"),
    "ticket.hand_over": lambda event: _("%(who)s hands over from %(from)s to %(to)s"),
    "ticket.accept": lambda event: _("%(who)s accepted your hand-over"),
    "ticket.return": lambda event: _("%(who)s returned your hand-over"),
    "ticket.reply": lambda event: _("%(who)s replied"),
    "ticket.note": lambda event: _("%(who)s wrote an internal note"),
    "ticket.log": lambda event: _("%(who)s wrote down a conversation"),
    "ticket.alerts_over": lambda event: _("Monitoring sees no alert any more"),
    "ticket.find_cause": lambda event: _("%(who)s found the cause"),
    "ticket.announce": lambda event: _("%(who)s tells everyone it concerns"),
    "ticket.call_me": lambda event: _("%(who)s wants to be called"),
    "ticket.come_by": lambda event: _("%(who)s comes by"),
    "ticket.tell_again": lambda event: _("%(who)s had to tell it again"),
    "ticket.thank": lambda event: _("%(who)s thanks you"),
    "ticket.bounce": lambda event: _("Mail to %(person)s came back"),
    "ticket.promise": lambda event: _("You hear from us by %(until)s"),
    "ticket.renew": lambda event: _("You hear from us by %(until)s"),
    "ticket.merge": lambda event: _("This goes on as %(target)s"),
    "incident.hold": lambda event: _("%(who)s asks you") if event.comment else _("%(who)s put it on hold"),
    "incident.resume": lambda event: _("Work goes on"),
    "incident.resolve": lambda event: _("%(who)s resolved it"),
    "incident.confirm": lambda event: _("%(who)s confirmed that it works"),
    "incident.close": lambda event: _("Closed"),
    "incident.reopen": lambda event: _("%(who)s opened it again"),
    "incident.cancel": lambda event: _("%(who)s cancelled it"),
    "request.open": lambda event: _("We have it"),
    "request.approve": lambda event: _("It is agreed to, the work can begin"),
    "request.decline": lambda event: _("It is not agreed to"),
    "request.hold": lambda event: _("%(who)s asks you") if event.comment else _("%(who)s put it on hold"),
    "request.resume": lambda event: _("Work goes on"),
    "request.fulfil": lambda event: _("%(who)s fulfilled it") if event.actor else _("It is fulfilled"),
    "request.confirm": lambda event: _("%(who)s has it"),
    "request.close": lambda event: _("Closed"),
    "request.reopen": lambda event: _("%(who)s opened it again"),
    "request.withdraw": lambda event: _("%(who)s withdrew it"),
    "problem.investigate": lambda event: (
        _("%(who)s looks for the cause") if event.actor else _("It is looked at again")
    ),
    "problem.identify": lambda event: _("%(who)s knows the cause"),
    "problem.resolve": lambda event: _("%(who)s resolved it, it is being watched"),
    "problem.reopen": lambda event: _("%(who)s opened it again") if event.actor else _("It came back"),
    "problem.close": lambda event: _("Closed"),
    "problem.accept_risk": lambda event: _("%(who)s accepts the risk until %(until)s"),
    "problem.cancel": lambda event: _("%(who)s cancelled it"),
    "ticket.add_action": lambda event: _("%(who)s gave you an action"),
    "ticket.collide": lambda event: _("It collides: %(why)s"),
    "ticket.part": lambda event: _("No longer in each other's way"),
    "ticket.discuss": lambda event: _("%(who)s wrote about a collision"),
    "ticket.accept_collision": lambda event: _("%(who)s lets a collision stand"),
    "change.open": lambda event: _("We have it"),
    "change.submit": lambda event: _("A change waits to be assessed"),
    "change.authorise": lambda event: _("It is authorised"),
    "change.reject": lambda event: _("It is rejected"),
    "change.revise": lambda event: _("Its plan changed after it was authorised"),
    "change.start": lambda event: _("It is being carried out now"),
    "change.finish": lambda event: _("It is carried out"),
    "change.back_out": lambda event: _("It was backed out, everything is as before"),
    "change.close": lambda event: _("Closed"),
    "change.cancel": lambda event: _("It will not be carried out"),
    "ticket.put_on_agenda": lambda event: _("On the agenda of %(board)s, %(meets_at)s: you have a vote"),
    "ticket.take_off_agenda": lambda event: _("%(board)s does not meet, %(meets_at)s: it is cancelled"),
    "ticket.escalate_review": lambda event: _("Its review is late, it was due %(due)s"),
    "ticket.override_contract": lambda event: _("%(who)s lets it start although not everybody knows"),
    "ticket.ask_step": lambda event: _("Your yes or no is needed"),
    "ticket.remind_step": lambda event: _("Your yes or no is still needed"),
    "ticket.escalate_step": lambda event: _("Your yes or no is needed, nobody answered so far"),
    "ticket.ready_task": lambda event: _("Ready for your team: %(task)s"),
    "ticket.give_task": lambda event: _("%(who)s gave you a step: %(task)s"),
    "ticket.hand_task": lambda event: _("%(who)s hands you a step: %(task)s"),
    "ticket.fail_task": lambda event: _("A step failed: %(task)s"),
    "ticket.breach_task": lambda event: _("A step is late, it was due %(due)s: %(task)s"),
    "ticket.answer_workaround": lambda event: str(ANSWERS[event.details["answer"]]),
    "ticket.reopen_known_error": lambda event: _("The answers took %(known_error)s back"),
    "ticket.warn": lambda event: _("The %(clock)s is due %(due)s"),
    "ticket.breach": lambda event: _("The %(clock)s is late, it was due %(due)s"),
    "ticket.break_promise": lambda event: _("A promise was broken, the next word was due %(due)s"),
    "ticket.drop": lambda event: _("Dropped: nobody has taken it"),
    "ticket.escalate": lambda event: _("Escalated: the %(clock)s was due %(due)s"),
    "ticket.propose_major": lambda event: _("%(who)s proposes a major incident"),
    "ticket.promote_major": lambda event: _("Major incident"),
}
