"""The words of the trade, each in plain words: for the glossary, and for the small question mark beside a heading.

The meanings are ITIL 4's, said shorter. Where our own word differs, both stand here and lead to the same sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.frame import practices


@dataclass(frozen=True, kw_only=True)
class Term:
    """`also`: what others call it. `practice`: the package that brings it; while it is off nobody meets the word."""

    key: str
    name: str | Promise
    plain: str | Promise
    also: str | Promise = ""
    practice: str = ""

    @property
    def is_here(self) -> bool:
        known = practices.find(self.practice)
        return known is None or known.is_on


def _terms(
    practice: str, *rows: tuple[str, Promise, Promise] | tuple[str, Promise, Promise, Promise]
) -> Iterable[Term]:
    for key, name, plain, *also in rows:
        yield Term(key=key, name=name, plain=plain, also=also[0] if also else "", practice=practice)


TERMS: dict[str, Term] = {
    term.key: term
    for group in (
        _terms(
            "",
            ("incident", _("Incident"), _("Something that worked does not work, or works worse than it should. The aim is to get people working again, whatever the cause.")),
            ("major_incident", _("Major incident"), _("An incident that stops so many people, or such important work, that one person leads and news goes out every few minutes.")),
            ("service", _("Service"), _("Something colleagues use and would miss, named in their words: mail, payroll, the till.")),
            ("colleague", _("Colleague"), _("Everybody in the organisation. Who works tickets and who raises them work for the same house.")),
            ("baton", _("Baton"), _("Whose move it is. Every open ticket has one holder at every moment: a team, a person, the colleague we asked, an approver, a supplier, or a date.")),
            ("dropped", _("Dropped baton"), _("A ticket that lies with a team and that no person has taken within the team's own target.")),
            ("hand_over", _("Hand-over"), _("Passing a ticket on with a note: what was found, what the colleague knows already, what they were promised. The other team takes it or returns it with a reason."), _("reassignment, escalation to another team")),
            ("promise", _("Promise"), _("“You hear from us by then.” Kept by a person's word before that moment, broken without one.")),
            ("silence", _("Silence"), _("How long somebody who waits has heard nothing from a person. Automatic mails do not end it.")),
            ("notice", _("Notice"), _("One message to everybody concerned: an outage, a maintenance, something to know."), _("announcement, communication")),
            ("landed", _("Landed"), _("A message was delivered, seen, confirmed and understood: four steps, each with its own evidence."), _("reach, acknowledgement")),
            ("impact", _("Impact"), _("How many people, or how much of the work, it touches.")),
            ("urgency", _("Urgency"), _("How soon it has to be over before real harm is done.")),
            ("priority", _("Priority"), _("In which order work is done. It follows from impact and urgency.")),
            ("severity", _("Severity"), _("How bad a major incident is for the organisation. Not the same as priority, which orders the work.")),
            ("response", _("First response"), _("The first word of a person to the colleague. An automatic receipt is none.")),
            ("acknowledge", _("Taking it"), _("A person says: I have this one. The colleague need not have heard anything yet."), _("acknowledgement of a ticket")),
            ("resolved", _("Resolved"), _("The colleague can work again and is asked whether that is right.")),
            ("closed", _("Closed"), _("Confirmed, or nobody objected in time. A closed ticket stays closed; a later word begins a new one.")),
            ("on_hold", _("On hold"), _("Somebody else has the next move. The reason says who, and which clocks stop."), _("pending")),
            ("escalation", _("Escalation"), _("Somebody is told because time runs out. It is written down on the ticket who is told next, and when."),),
            ("sla", _("Agreement"), _("How fast we answer and resolve, for each priority, within agreed hours."), _("service level agreement, SLA")),
            ("ola", _("Hand-over target"), _("What one team promises another: how soon a person takes what was passed on."), _("operational level agreement, OLA")),
            ("xla", _("Experience target"), _("What colleagues should feel, asked of them and not worked out from clocks."), _("experience level agreement, XLA")),
            ("calendar", _("Support calendar"), _("The hours and days in which clocks run, holidays left out.")),
            ("post_incident_review", _("Post-incident review"), _("After a major incident: what happened, what was said when, what we change. Nobody is blamed."), _("post-mortem")),
            ("drill", _("Drill"), _("A rehearsal with real clocks. Nothing leaves the desk.")),
            ("alert", _("Alert"), _("A message from monitoring. Alike ones become one incident."), _("event")),
            ("component", _("Component"), _("A server, a line, a program: a part that services stand on."), _("configuration item, CI")),
            ("dependency", _("Depends on"), _("What must work for a service to work.")),
            ("backlog", _("Backlog"), _("What is open at the end of a day.")),
            ("benchmark", _("Benchmark"), _("A published figure of others, with its source and its year.")),
            ("percentile", _("90th percentile"), _("Nine of ten were below this, one of ten above."), _("p90")),
            ("median", _("Median"), _("Half were below this, half above. Extremes do not move it.")),
            ("two_mirrors", _("Two mirrors"), _("What we measure beside what colleagues felt. Green outside and red inside comes first."), _("watermelon")),
            ("article", _("Article"), _("What somebody found out once, written down for the next."), _("knowledge base")),
        ),
        _terms(
            "catalog",
            ("offering", _("Offering"), _("One thing that can be asked for: what it is, for whom, what it takes, how long."), _("catalogue item")),
            ("request", _("Request"), _("Asking for something that is normal to get. Nothing is broken."), _("service request")),
            ("fulfilment", _("Fulfilment"), _("The tasks between a yes and the thing in your hands.")),
            ("approval", _("Approval"), _("Somebody who answers for it says yes or no, with a reason. Nobody approves their own request.")),
        ),
        _terms(
            "problems",
            ("problem", _("Problem"), _("The cause, or the possible cause, of one or more incidents. An incident is over when people work again; a problem is over when it does not come back.")),
            ("known_error", _("Known error"), _("A problem whose cause is known and that is not yet put right. Its way round is written down for everybody it touches.")),
            ("workaround", _("Way round"), _("What lets people work until it is put right."), _("workaround")),
            ("root_cause", _("Root cause"), _("What has to change so that it does not happen again. Often there are several.")),
            ("recurrence", _("Recurrence"), _("Alike incidents of one service, more than chance would bring.")),
        ),
        _terms(
            "changes",
            ("change", _("Change"), _("Adding, changing or taking away anything that can have an effect on a service.")),
            ("standard_change", _("Standard change"), _("Done often, little risk, the steps are known: it was agreed once for all.")),
            ("normal_change", _("Normal change"), _("Planned, weighed and agreed before it is done.")),
            ("emergency_change", _("Emergency change"), _("It cannot wait. Two people agree at once, and it is looked at again within five working days.")),
            ("change_authority", _("Who agrees"), _("The person or board that may say yes to a change of this kind and risk."), _("change authority")),
            ("change_board", _("Change board"), _("People who look at the larger changes together and decide."), _("change advisory board, CAB")),
            ("change_schedule", _("Change calendar"), _("All that is planned, where everybody can see it, so that nothing collides."), _("change schedule")),
            ("freeze", _("Freeze"), _("Days on which nothing is changed, such as the year's end.")),
            ("back_out", _("Back out"), _("Going back to how it was before, and the step after which that is no longer possible."), _("rollback")),
            ("contract", _("Communication contract"), _("Who must know of a change, by when, by which way, and how many must have confirmed it before it starts.")),
            ("change_review", _("Review of a change"), _("Did it do what it should, did it cause incidents, was it told rightly?"), _("post-implementation review, PIR")),
        ),
    )
    for term in group
}  # fmt: skip


def here() -> list[Term]:
    """In the order of the alphabet of the reader's language, without those of practices that are off."""
    return sorted(
        (term for term in TERMS.values() if term.is_here), key=lambda term: str(term.name).casefold()
    )
