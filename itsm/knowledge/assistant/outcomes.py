"""What became of a talk, a day later: solved, or they came back. And the answers that were wrong, for who wrote the source."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, Func, JSONField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from itsm.knowledge.models import Article, Talk, Turn
from itsm.people.models import Person
from itsm.tickets.models import Ticket

QUIET_FOR = timedelta(hours=24)
AT_ONCE = 500  # talks of one run; the next run has the rest


def decide(*, now: datetime | None = None) -> None:
    """Twice changes nothing: only what is open is decided."""
    now = now or timezone.now()
    going_on = Talk.objects.filter(outcome=Talk.Outcome.OPEN).annotate(contact=contacts(), answered=answers())
    ripe = going_on.filter(Q(contact=True) | Q(last_at__lte=now - QUIET_FOR)).order_by("last_at")
    for talk in ripe[:AT_ONCE]:
        outcome = outcome_of(talk)
        if Talk.objects.filter(pk=talk.pk, outcome=Talk.Outcome.OPEN, last_at=talk.last_at).update(
            outcome=outcome, decided_at=now
        ) and (outcome == Talk.Outcome.CAME_BACK):
            blame_last_answer(talk, now=now)


def outcome_of(talk: Any) -> str:
    if talk.contact:
        return Talk.Outcome.CAME_BACK
    return Talk.Outcome.SOLVED if talk.answered else Talk.Outcome.UNANSWERED


def contacts() -> Exists:
    """A ticket of theirs within a day. A request is none where the answer was that it can be asked for."""
    until = OuterRef("last_at") + QUIET_FOR
    theirs = Ticket.objects.filter(
        requester=OuterRef("person"), opened_at__gte=OuterRef("began_at"), opened_at__lt=until
    )
    led = Turn.objects.filter(talk=OuterRef(OuterRef("pk")), sources__contains=[{"kind": "offering"}])
    return Exists(theirs.exclude(Q(kind=Ticket.Kind.REQUEST) & Exists(led)))


def answers() -> Exists:
    return Exists(Turn.objects.filter(talk=OuterRef("pk"), knows=True))


def blame_last_answer(talk: Talk, *, now: datetime) -> None:
    """What they came back after. A thumb that was up says more than a ticket about who knows what."""
    last = talk.turns.filter(knows=True).order_by("-pk").first()
    if last is not None and last.thumb is None:
        Turn.objects.filter(pk=last.pk).update(wrong_at=now, looked_at=None)


class Cites(Func):
    """The sources as they would be if they held this article."""

    template = "jsonb_build_array(jsonb_build_object('kind', 'article', 'key', %(expressions)s))"
    output_field = JSONField()


def wrong_answers(owner: Person | None = None) -> QuerySet[Turn]:
    """Nobody saw to them yet, newest first; of what `owner` looks after. With what was asked, not with who asked it."""
    asked = Turn.objects.filter(talk=OuterRef("talk"), side=Turn.Side.COLLEAGUE, pk__lt=OuterRef("pk"))
    rows = Turn.objects.filter(
        wrong_at__isnull=False, looked_at=None, sources__contains=[{"kind": "article"}]
    )
    if owner is not None:
        cited = Article.objects.alias(
            cited=Cites(F("number")),
            told=Func(OuterRef("sources"), template="%(expressions)s", output_field=JSONField()),
        )
        rows = rows.filter(Exists(cited.filter(owner=owner, told__contains=F("cited"))))
    words = Subquery(asked.order_by("-pk").values("words")[:1])
    return rows.annotate(asked=words).order_by("-wrong_at", "-pk")


def see_to(turn: Turn, *, now: datetime | None = None) -> None:
    Turn.objects.filter(pk=turn.pk, looked_at=None).update(looked_at=now or timezone.now())


def articles_of(turns: list[Any]) -> None:
    """Puts on each answer the articles that it cites, in one statement."""
    keys = {one["key"] for turn in turns for one in turn.sources if one["kind"] == "article"}
    found = Article.objects.select_related("owner").defer("body").in_bulk(list(keys), field_name="number")
    for turn in turns:
        turn.articles = [
            found[one["key"]] for one in turn.sources if one["kind"] == "article" and one["key"] in found
        ]
