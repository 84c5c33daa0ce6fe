"""A goal, a unit, a review before and in the middle of it, a decision and a briefing, under the longest and oddest words."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from comms.briefing import links
from comms.meetings import holding
from comms.models import Briefing, BriefingCopy, Decision, Meeting
from itsm.people.models import BusinessUnit, Person
from itsm.services.models import Goal


def reviewed(words: str, *, agent: Person) -> dict[str, Any]:
    now, manager = timezone.now(), Person.objects.filter(groups__name="manager").earliest("pk")
    goal = Goal.objects.exclude(measure="").earliest("pk")
    Goal.objects.filter(pk=goal.pk).update(name=f"{words[:115]} too", says=words * 3)
    unit = BusinessUnit.objects.earliest("pk")
    BusinessUnit.objects.filter(pk=unit.pk).update(name=words[:80], purpose=words[:200])
    over = Meeting.objects.filter(state="over", kind="service_review").latest("pk")
    running = Meeting(kind="service_review", unit=unit, host=manager, starts_at=now + timedelta(hours=1), topics=words, place=words[:160])  # fmt: skip
    holding.call(running, people=[agent], by=manager, now=now)
    holding.begin(running, by=manager, now=now)
    holding.take_on(
        running, what=words[:200], owner=agent, due_on=now.date() - timedelta(days=3), by=manager, now=now
    )
    decision = Decision.objects.exclude(figure=None).latest("pk")
    Decision.objects.filter(pk=decision.pk).update(what=words[:240], why=words * 4)
    draft = Briefing.objects.create(
        month=(now - timedelta(days=400)).date().replace(day=1), question=words[:300], made_at=now,
        lines=[{"part": part, "words": words * 2, "links": [[words[:60], "/insights/"]]} for part in Briefing.Part.values],
    )  # fmt: skip
    copy = BriefingCopy.objects.filter(briefing__sent_at__isnull=False, decided_at=None).latest("pk")
    return {
        "goal": goal.pk,
        "unit": unit.pk,
        "review": over.number,
        "review_running": running.number,
        "decision": decision.pk,
        "briefing": draft.pk,
        "sponsor": links.token(copy),
    }
