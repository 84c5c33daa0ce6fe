"""Which news goes to whom: verb → rules. The first rule that names a person wins, so nobody is told twice of one event."""

from collections.abc import Iterator
from dataclasses import dataclass

from comms import of_boards, of_changes, of_tasks
from comms import recipients as to
from comms.approvals.whom import asked
from comms.known_errors.whom import holder_if_it_fails, owner_if_doubted
from comms.models import Group
from comms.of_collisions import who_planned_the_occasion
from comms.recipients import Recipients, Told
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket

ANSWER, APPROVAL, CLOCK, MENTION, RECEIPT, WATCH, WORK = (
    Group.ANSWER,
    Group.APPROVAL,
    Group.CLOCK,
    Group.MENTION,
    Group.RECEIPT,
    Group.WATCH,
    Group.WORK,
)


@dataclass(frozen=True)
class Rule:
    who: Recipients
    group: Group
    also_actor: bool = False  # only the receipt: it confirms what you did yourself
    asked: bool = False  # they are asked about it, whether or not the ticket is theirs to see
    inbox: bool = True


ANSWERED = (
    Rule(to.mentioned, MENTION),
    Rule(to.colleagues_if_we_spoke, ANSWER),
    Rule(to.holder_if_they_spoke, WORK),
    Rule(to.assignee, WORK),
    Rule(to.watchers, WATCH),
)
AMONG_US = (Rule(to.mentioned, MENTION), Rule(to.assignee, WORK), Rule(to.watchers, WATCH))
AGREEING = (Rule(asked, APPROVAL, asked=True),)
BOTH_OWNERS = (Rule(to.holder, WORK), Rule(who_planned_the_occasion, WORK), Rule(to.watchers, WATCH))
TIME_IS_UP = (Rule(to.as_the_policy_says, CLOCK), Rule(to.holder, CLOCK), Rule(to.lead, CLOCK))

# Of a change: whoever waits for it hears of each turn, also where one of them said the last yes.
TOLD_TO_ALL = (Rule(to.those_who_asked, ANSWER), Rule(to.assignee, WORK), Rule(to.watchers, WATCH))
FOR_MANAGERS = (Rule(of_changes.its_managers, WORK),)

RULES: dict[str, tuple[Rule, ...]] = {
    "incident.open": (Rule(to.asker, RECEIPT, also_actor=True, inbox=False), Rule(to.mentioned, MENTION)),
    # The baton
    "ticket.assign": (Rule(to.given, WORK),),
    "ticket.hand_over": (Rule(to.given, WORK), Rule(to.receiving_team, WORK), Rule(to.watchers, WATCH)),
    "ticket.accept": (Rule(to.who_offered, WORK),),
    "ticket.return": (Rule(to.who_offered, WORK), Rule(to.holder, WORK), Rule(to.watchers, WATCH)),
    # Words
    "ticket.reply": ANSWERED,
    "ticket.note": AMONG_US,
    "ticket.alerts_over": (Rule(to.assignee, WORK), Rule(to.watchers, WATCH)),
    "ticket.find_cause": (Rule(to.major_roles, WORK), Rule(to.assignee, WORK)),
    "ticket.log": AMONG_US,
    "ticket.announce": (Rule(to.waiting_but_not_addressed, ANSWER), Rule(to.watchers_not_addressed, WATCH)),
    "ticket.call_me": (Rule(to.holder, WORK), Rule(to.watchers, WATCH)),
    "ticket.come_by": (Rule(to.holder, WORK), Rule(to.receiving_team, WORK), Rule(to.watchers, WATCH)),
    "ticket.thank": (Rule(to.thanked, WORK),),
    "ticket.tell_again": (Rule(to.holder, WORK), Rule(to.who_handed, WORK)),
    "ticket.bounce": (Rule(to.holder_if_a_colleague_was_not_reached, WORK),),
    "ticket.promise": (Rule(to.colleagues_if_we_spoke, ANSWER),),
    "ticket.renew": (Rule(to.colleagues_if_we_spoke, ANSWER),),
    "ticket.merge": (Rule(to.colleagues_if_we_spoke, ANSWER), Rule(to.watchers, WATCH)),
    "incident.hold": ANSWERED,
    "incident.resume": (Rule(to.holder, WORK),),
    "incident.resolve": ANSWERED,
    "incident.confirm": (Rule(to.holder, WORK), Rule(to.watchers, WATCH)),
    "incident.close": (Rule(to.colleagues_if_we_spoke, ANSWER), Rule(to.watchers, WATCH)),
    "incident.reopen": (
        Rule(to.colleagues_if_we_spoke, ANSWER),
        Rule(to.holder, WORK),
        Rule(to.watchers, WATCH),
    ),
    "incident.cancel": ANSWERED,
    "request.open": (Rule(to.asker, RECEIPT, also_actor=True, inbox=False), Rule(to.mentioned, MENTION)),
    # Whoever says the last yes or no need not work the desk: the colleague hears of it all the same.
    "request.approve": (Rule(to.those_who_asked, ANSWER), Rule(to.holder, WORK), Rule(to.watchers, WATCH)),
    "request.decline": (Rule(to.those_who_asked, ANSWER), Rule(to.watchers, WATCH)),
    "request.hold": ANSWERED,
    "request.resume": (Rule(to.holder, WORK),),
    "request.fulfil": (Rule(to.those_who_asked, ANSWER), Rule(to.watchers, WATCH)),
    "request.confirm": (Rule(to.holder, WORK), Rule(to.watchers, WATCH)),
    "request.close": (Rule(to.colleagues_if_we_spoke, ANSWER), Rule(to.watchers, WATCH)),
    "request.reopen": (
        Rule(to.colleagues_if_we_spoke, ANSWER),
        Rule(to.holder, WORK),
        Rule(to.watchers, WATCH),
    ),
    "request.withdraw": (
        Rule(to.colleagues_if_we_spoke, ANSWER),
        Rule(to.holder, WORK),
        Rule(to.watchers, WATCH),
    ),
    "problem.investigate": (Rule(to.holder, WORK), Rule(to.watchers, WATCH)),
    "problem.identify": (Rule(to.watchers, WATCH),),
    "problem.resolve": (Rule(to.watchers, WATCH),),
    "problem.reopen": (Rule(to.holder, WORK), Rule(to.watchers, WATCH)),
    "problem.close": (Rule(to.watchers, WATCH),),
    "problem.accept_risk": (Rule(to.assignee, WORK), Rule(to.watchers, WATCH)),
    "problem.cancel": (Rule(to.assignee, WORK), Rule(to.watchers, WATCH)),
    "ticket.add_action": (Rule(to.given, WORK),),
    # A change on its way
    "change.open": (Rule(to.asker, RECEIPT, inbox=False), Rule(to.mentioned, MENTION)),
    "change.submit": FOR_MANAGERS,
    "change.authorise": (*TOLD_TO_ALL, Rule(to.lead, WORK)),
    "change.reject": TOLD_TO_ALL,
    "change.revise": (Rule(to.assignee, WORK), Rule(to.watchers, WATCH)),
    "change.start": TOLD_TO_ALL,
    "change.finish": (*TOLD_TO_ALL, *FOR_MANAGERS),
    "change.back_out": (*TOLD_TO_ALL, *FOR_MANAGERS),
    "change.close": TOLD_TO_ALL,
    "change.cancel": TOLD_TO_ALL,
    "ticket.put_on_agenda": (Rule(of_boards.who_may_vote, WORK, asked=True),),
    "ticket.take_off_agenda": (Rule(of_boards.who_may_vote, WORK, asked=True),),
    "ticket.escalate_review": (Rule(of_boards.who_sees_to_it, CLOCK),),
    "ticket.override_contract": (Rule(to.assignee, WORK), Rule(of_boards.change_managers, WORK)),
    # Two things in the calendar in each other's way
    "ticket.collide": BOTH_OWNERS,
    "ticket.part": BOTH_OWNERS,
    "ticket.discuss": BOTH_OWNERS,
    "ticket.accept_collision": BOTH_OWNERS,
    # Ways round
    "ticket.answer_workaround": (Rule(holder_if_it_fails, WORK),),
    "ticket.reopen_known_error": (Rule(owner_if_doubted, WORK),),
    # Agreeing
    "ticket.ask_step": AGREEING,
    "ticket.remind_step": AGREEING,
    "ticket.escalate_step": AGREEING,
    # Steps of a plan
    "ticket.ready_task": (Rule(of_tasks.its_team, WORK),),
    "ticket.give_task": (Rule(to.given, WORK),),
    "ticket.hand_task": (Rule(to.receiving_team, WORK),),
    "ticket.fail_task": (Rule(of_tasks.who_does_it, WORK), Rule(of_tasks.lead, WORK)),
    "ticket.breach_task": (Rule(of_tasks.who_does_it, CLOCK), Rule(of_tasks.lead, CLOCK)),
    # Time
    "ticket.warn": (Rule(to.warned, CLOCK),),
    "ticket.breach": TIME_IS_UP,
    "ticket.break_promise": (*TIME_IS_UP, Rule(to.watchers, WATCH)),
    "ticket.drop": TIME_IS_UP,
    "ticket.escalate": (Rule(to.as_the_policy_says, CLOCK),),
    # Many at once
    "ticket.propose_major": (Rule(to.lead, WORK), Rule(to.holder, WORK)),
    "ticket.promote_major": (Rule(to.major_roles, WORK), Rule(to.holder, WORK), Rule(to.watchers, WATCH)),
}


def tellings(event: Event) -> Iterator[tuple[Rule, Told]]:
    """Everyone this event is news for, once each, with the rule that named them."""
    told: set[int] = set()
    for rule in RULES.get(event.verb, ()):
        for one in rule.who(event):
            itself = one.person.pk == event.actor_id and not rule.also_actor
            if (
                one.person.pk not in told
                and one.person.is_active
                and not itself
                and (rule.asked or may_know(one.person, event))
            ):
                told.add(one.person.pk)
                yield rule, one


def may_know(person: Person, event: Event) -> bool:
    """The same answer as the page gives: a ticket they may see, and no internal word to people outside the desk."""
    if not event.is_public and not person.works_the_desk:
        return False
    ticket = event.ticket
    if not ticket.restricted and (person.works_the_desk or person.pk == ticket.requester_id):
        return True
    return Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()
