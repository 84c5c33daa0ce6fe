"""A laptop that can be asked for: a form with a condition, a yes of the manager, two steps at once, one by itself."""

from typing import Any

from catalog.models import Category, Hook, Offering, OfferingEdition, ServiceRequest, Task
from catalog.tasks import wire
from itsm.people.models import Person, Team
from itsm.tickets.models import UsualTime
from tests.catalog.tasks.server import System

FORM = [
    {"key": "model", "kind": "choice", "label": "Which one?", "choices": ["Light", "Strong"], "required": True},
    {
        "key": "why", "kind": "words", "label": "What for?", "required": True,
        "if": {"field": "model", "is": ["Strong"]},
    },
]  # fmt: skip


def laptop(owner: Person, *, desk: Team, network: Team, system: System) -> Offering:
    shelf, _made = Category.objects.get_or_create(name="Equipment")
    hook = Hook(name="Directory", url=system.url)
    system.secret = wire.new_secret(hook)
    hook.save()
    offering = Offering.objects.create(
        key="laptop", title="A laptop", state="published", category=shelf, owner=owner, team=desk
    )
    plan: list[dict[str, Any]] = [
        {"key": "prepare", "title": "Prepare it", "team": desk.pk, "within_hours": 8},
        {"key": "admit", "title": "Let it into the network", "team": network.pk, "within_hours": 4},
        {
            "key": "account",
            "title": "Set up the account",
            "team": desk.pk,
            "needs": ["prepare", "admit"],
            "hook": hook.pk,
        },
    ]
    yes = {"name": "Your manager agrees", "who": {"kind": "manager"}, "rule": "any"}
    offering.edition = OfferingEdition.objects.create(
        offering=offering, number=1, state="published", by=owner, title="A laptop", what="To work with.",
        for_whom="Everybody", included="A bag", not_included="A printer", how_to_ask="By this form", usual_time="A week",
        hours="8 to 18", form=FORM, approvals=[yes], plan=plan,
    )  # fmt: skip
    offering.save()
    for step, seconds in ((None, 5 * 86400), (1, 86400), (2, 3 * 86400)):
        UsualTime.objects.create(kind="request", about=offering.pk, step=step, seconds=seconds, n=40)
    return offering


def overfull_plan(words: str, *, colleague: Person, agent: Person) -> Task:
    """A step with the longest and oddest words, in hand, in a request whose other steps stand in every state."""
    team = agent.teams.earliest("pk")
    shelf, _made = Category.objects.get_or_create(name="Equipment")
    hook = Hook(name=words[:80], url=f"http://127.0.0.1:1/{'a' * 300}")
    wire.new_secret(hook)
    hook.save()
    offering = Offering.objects.create(
        key="overfull", title=words[:120], state="published", category=shelf, owner=agent, team=team
    )
    keys = ("first", "ready", "failed", "skipped", "waiting")
    plan: list[dict[str, Any]] = [
        {
            "key": key,
            "title": words,
            "team": team.pk,
            "instructions": words * 4,
            "checklist": [words, words],
            "within_hours": 1,
        }
        for key in keys
    ]
    plan[-1] |= {"needs": ["ready"], "hook": hook.pk}
    plan.append({"key": "account", "title": words, "team": team.pk, "hook": hook.pk})
    offering.edition = OfferingEdition.objects.create(
        offering=offering, number=1, state="published", by=agent, title=words[:120], plan=plan
    )
    offering.save()
    request = ServiceRequest.ask(offering.edition, {}, by=colleague)
    first, ready, failed, skipped = (request.tasks.get(key=key) for key in keys[:4])
    first.done(by=agent, words=words)
    ready.tick(0, by=agent)
    failed.fail(reason=words * 2, by=agent)
    skipped.skip(reason=words, by=agent)
    return ready
