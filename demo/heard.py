"""What colleagues told IT, and what came of it: an idea that became an improvement, a low rating that is planned, one whose
answer is long overdue, and the words of four months around them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection

from comms.feedback import promise, telling
from comms.models import Feedback, FeedbackStep, FeedbackVote, Theme
from demo.history import World
from demo.said import SAID, THEMES, Said
from itsm.people.models import Person, Team
from itsm.services.models import Service

DAY = timedelta(days=1)
NUMBERS = "SELECT nextval('comms_feedback_number') FROM generate_series(1, %s)"
ANA_IS_TOLD = 6 * DAY  # steps of hers that are younger stand in her inbox and her mail


def hear_colleagues(world: World) -> dict[str, Feedback]:
    """All of it, by what was said; those that are named stand in other stories."""
    themes = {name: Theme(name=name) for name in THEMES}
    Theme.objects.bulk_create(themes.values())
    lives = [Life(world, said, themes) for said in sorted(SAID, key=lambda said: -said.days)]
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [len(lives)])
        for life, (number,) in zip(lives, cursor.fetchall(), strict=True):
            life.item.number = f"FBK-{number}"
    Feedback.objects.bulk_create(life.item for life in lives)
    steps = [step for life in lives for step in life.steps]
    FeedbackStep.objects.bulk_create(steps)
    votes = [vote for life in lives for vote in life.votes()]
    FeedbackVote.objects.bulk_create(votes)
    for step in steps:
        if step.told_at is None:
            telling.tell(step.pk, now=step.at)
    return {life.said.name: life.item for life in lives if life.said.name}


@dataclass
class Life:
    """One item as a row, and its history as rows: as the verbs would leave them."""

    world: World
    said: Said
    themes: dict[str, Theme]
    item: Feedback = field(init=False)
    steps: list[FeedbackStep] = field(init=False)

    def __post_init__(self) -> None:
        said, at = self.said, self.world.now - self.said.days * DAY
        team = self.team
        self.item = Feedback(
            kind=said.kind, source=said.source, title=said.title, words=said.words, rating=said.rating, author=self.author,
            service=self.service, team=team, owner=team.lead, theme=self.themes.get(said.theme), heard_at=at, waiting_since=at,
            due_at=promise.due(at), you_said=said.you_said, we_did=said.we_did, votes=min(said.votes, len(self.crowd)),
            page=said.page,
        )  # fmt: skip
        heard = FeedbackStep(verb="hear", by=self.author, at=at, words=said.words, due_at=self.item.due_at)
        self.steps = [heard, *(self.step(*what) for what in said.then)]
        heard.answered_at = self.item.answered_at
        for step in self.steps:
            step.feedback = self.item
            recent = said.who == 0 and step.at > self.world.now - ANA_IS_TOLD
            step.told_at = None if recent else step.at

    def step(self, verb: str, days: float, words: str, ahead: int = 0) -> FeedbackStep:
        at, item = self.world.now - days * DAY, self.item
        item.state = Feedback.FLOW[verb][1] or item.state
        item.answered_at, item.waiting_since = item.answered_at or at, None
        item.planned_for = self.day(at, ahead) or item.planned_for
        item.ended_at = at if item.state in Feedback.ENDED else None
        if item.is_idea and verb != "answer":
            item.we_did = words
        return FeedbackStep(verb=verb, by=self.team.lead, at=at, words=words, by_when=self.day(at, ahead))

    def day(self, at: datetime, ahead: int) -> date | None:
        return (at + ahead * DAY).date() if ahead else None

    @property
    def service(self) -> Service | None:
        return self.world.services[self.said.service] if self.said.service else None

    @property
    def team(self) -> Team:
        teams = self.world.made.teams.values()
        pk = self.service.team_id if self.service else None
        return next(team for team in teams if (team.pk == pk if pk else team.first_line))

    @property
    def author(self) -> Person | None:
        """The demo's own colleague is the first of them."""
        return None if self.said.who is None else self.crowd[self.said.who % len(self.crowd)]

    @property
    def crowd(self) -> list[Person]:
        return self.world.made.colleagues

    def votes(self) -> list[FeedbackVote]:
        """By the next in the row after its author, one a while."""
        first = (self.said.who or 0) + 1
        at = self.item.heard_at
        return [
            FeedbackVote(
                feedback=self.item, person=self.crowd[(first + n) % len(self.crowd)], at=at + n * timedelta(hours=5)
            )
            for n in range(self.item.votes)
        ]  # fmt: skip
