"""A change with the longest and oddest words in every part of its plan, and one that waits for authority."""

from changes.models import Change, RiskQuestion
from itsm.people.models import Person
from itsm.services.models import Service


def overfull_change(words: str, *, agent: Person) -> dict[str, object]:
    service = Service.objects.earliest("pk")
    step = {"what": words, "minutes": 9999, "owner": agent}
    text = f"{words}\n{words}"
    made = Change.propose(
        by=agent, title=words, service=service, description=text, reason=text, benefit=text, test_evidence=text,
        back_out_plan=text, steps=[step, {**step, "no_return": True}], back_out_steps=[step],
        contract=[{"who": {"services": [service.pk]}, "label": words, "share": 80}],
    )  # fmt: skip
    waiting = Change.objects.filter(status="authorise").earliest("pk")
    return {
        "overfull_change": made.number,
        "waiting_change": waiting.number,
        "question": RiskQuestion.objects.earliest("pk").pk,
    }
