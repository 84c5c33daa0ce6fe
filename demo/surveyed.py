"""How it was, in colleagues' own numbers: a hundred days of answers after tickets, three pulses, a campaign on its way to a goal.

Video meetings are what is green for IT and red for colleagues: solved in the agreed time, and nobody said how it went on.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random

from comms.feedback import hear
from comms.models import Answer, Feedback, Invitation, Survey
from comms.models.answer import BEST, LOW
from comms.surveys import questions
from demo.catalogue import LAPTOPS, MAIL, MEETINGS
from demo.history import World
from demo.sayings import SAYINGS
from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.tickets.models import Ticket

ASKED, ANSWERED, SAY_WHY, WRITE = 0.36, 0.42, 0.8, 0.45
PAUSE = timedelta(days=14)
# How many of a hundred give which number; everywhere else, and where IT is green and colleagues are red.
USUAL = {10: 42, 9: 26, 8: 13, 7: 8, 6: 4, 5: 3, 4: 1, 3: 1, 2: 1, 1: 1}
RED = {10: 3, 9: 5, 8: 9, 7: 12, 6: 14, 5: 19, 4: 16, 3: 12, 2: 7, 1: 2, 0: 1}
RED_REASONS = ("silence", "silence", "silence", "again", "slow")
State, Kind = Invitation.State, Survey.Kind


class Surveyed:
    def __init__(self, world: World) -> None:
        self.world, self.now = world, world.now
        self.rng = Random(f"{world.seed} surveyed")  # noqa: S311 - made-up answers
        self.written: set[tuple[int, str]] = set()
        self.desk = set(Person.objects.filter(groups__name__in=DESK).values_list("pk", flat=True))
        self.people = list(
            Person.objects.active().exclude(pk__in=self.desk).order_by("pk").values_list("pk", flat=True)
        )

    def tell(self) -> None:
        self.after_tickets()
        self.pulse(MEETINGS, weeks=9, count=64, numbers=RED)
        self.pulse(LAPTOPS, weeks=5, count=58, numbers=USUAL)
        self.running_pulse(MAIL)
        self.campaign()
        self.follow_up()
        self.ask_ana()

    # After tickets ------------------------------------------------------------------------------------------------------

    def after_tickets(self) -> None:
        survey = Survey.of_tickets(now=self.now - timedelta(days=118))
        asked = list(self.sampled())
        invitations = [
            Invitation(survey=survey, person_id=person, ticket_id=ticket, asked_at=at, state=self.how())
            for ticket, person, _service, at in asked
        ]
        Invitation.objects.bulk_create(invitations)
        both = zip(invitations, asked, strict=True)
        Answer.objects.bulk_create(
            self.answer(one, red=service == MEETINGS)
            for one, (*_keys, service, _at) in both
            if one.state == State.ANSWERED
        )

    def sampled(self) -> Iterator[tuple[int, int, str, datetime]]:
        """Nobody twice in two weeks, nobody about their own work. Keys only: there are thousands."""
        since = self.now - timedelta(days=115)
        rows = Ticket.objects.filter(
            kind__in=["incident", "request"], merged_into=None, resolved_at__gt=since
        )
        rows = rows.filter(resolved_at__lt=self.now - timedelta(hours=6), open=False).order_by(
            "resolved_at", "pk"
        )
        last: dict[int, datetime] = {}
        for ticket, person, service, at in rows.values_list(
            "pk", "requester", "service__name", "resolved_at"
        ):
            free = person not in self.desk and (person not in last or last[person] + PAUSE <= at)
            if free and self.rng.random() < ASKED:
                last[person] = at
                yield ticket, person, service, at + timedelta(hours=2)

    def how(self) -> str:
        return State.ANSWERED if self.rng.random() < ANSWERED else State.ASKED

    def answer(self, one: Invitation, *, red: bool) -> Answer:
        made = self.said(one.survey, RED if red else USUAL, red=red)
        made.named, made.invitation, made.person_id, made.ticket_id = True, one, one.person_id, one.ticket_id
        after = timedelta(minutes=self.rng.randint(4, 2600))
        made.at = min((one.asked_at or self.now) + after, self.now - timedelta(minutes=9))
        made.lost_minutes = self.lost(made.rating)
        made.clear = self.rng.random() < (0.9 if made.rating > LOW else 0.5)
        return made

    def said(self, survey: Survey, numbers: dict[int, int], *, red: bool = False) -> Answer:
        rating = self.rng.choices(list(numbers), list(numbers.values()))[0]
        reason = words = ""
        if self.rng.random() < SAY_WHY:
            known = list(questions.reasons(survey.kind, rating))[:-1]
            reason = self.rng.choice(RED_REASONS if red and rating <= 6 else known)
            if self.rng.random() < WRITE:
                words = self.words(reason, survey)
        return Answer(survey=survey, rating=rating, reason=reason, words=words)

    def words(self, reason: str, survey: Survey) -> str:
        """Without names nobody says the same as another."""
        said = [
            one for one in SAYINGS.get(reason, ()) if survey.named or (survey.pk, one) not in self.written
        ]
        words = self.rng.choice(said) if said else ""
        self.written.add((survey.pk, words))
        return words

    def lost(self, rating: int) -> int | None:
        if self.rng.random() < 0.25:
            return None
        return self.rng.choice((0, 0, 15, 15, 30, 60) if rating > 6 else (30, 60, 120, 120, 240, 480, 960))

    # Without names ------------------------------------------------------------------------------------------------------

    def monday(self, weeks: int) -> datetime:
        day = (self.now - timedelta(weeks=weeks)).astimezone(UTC).date()
        return datetime.combine(day - timedelta(days=day.weekday()), time(), UTC)

    def pulse(self, name: str, *, weeks: int, count: int, numbers: dict[int, int]) -> None:
        """It is over: who was asked is forgotten."""
        opened = self.monday(weeks) + timedelta(hours=4)
        survey = Survey.objects.create(
            kind=Kind.SERVICE, title=name, service=self.world.services[name], opened_at=opened, asked=180, answered=count,
            closes_at=opened + timedelta(days=14), closed_at=opened + timedelta(days=14),
        )  # fmt: skip
        self.come_out(survey, count, numbers, at=self.monday(weeks - 2))

    def running_pulse(self, name: str) -> None:
        opened = self.monday(1) + timedelta(hours=4)
        survey = Survey.objects.create(
            kind=Kind.SERVICE,
            title=name,
            service=self.world.services[name],
            opened_at=opened,
            closes_at=opened + timedelta(days=14),
        )
        self.invite(survey, asked=170, answered=46)
        self.come_out(survey, 39, USUAL, at=self.monday(0))
        self.lie_sealed(survey, 7)

    def campaign(self) -> None:
        opened = self.monday(2) + timedelta(hours=9)
        survey = Survey.objects.create(
            kind=Kind.CAMPAIGN, title="Do you know whom to ask?", question="How easy is it to find somebody in IT who helps you?",
            purpose="Since the portal has one page for everything, finding help should be easier than it was in spring.",
            baseline=8, target=40, by=self.world.made.demo["manager"], opened_at=opened, closes_at=opened + timedelta(days=28),
        )  # fmt: skip
        self.invite(survey, asked=240, answered=97)
        self.come_out(survey, 91, {**USUAL, 8: 30, 7: 24, 5: 9}, at=self.monday(0))
        self.lie_sealed(survey, 6)

    def invite(self, survey: Survey, *, asked: int, answered: int) -> None:
        people = self.rng.sample(self.people, min(asked, len(self.people)))
        Invitation.objects.bulk_create(
            Invitation(
                survey=survey,
                person_id=person,
                asked_at=survey.opened_at,
                state=State.ANSWERED if n < answered else State.ASKED,
            )
            for n, person in enumerate(people)
        )

    def come_out(self, survey: Survey, count: int, numbers: dict[int, int], *, at: datetime) -> None:
        answers = [self.said(survey, numbers) for _number in range(count)]
        for one in answers:
            one.named, one.at = False, at
        Answer.objects.bulk_create(answers)

    def lie_sealed(self, survey: Survey, count: int) -> None:
        answers = [self.said(survey, USUAL) for _number in range(count)]
        for one in answers:
            one.named, one.sealed = False, True
        Answer.objects.bulk_create(answers)

    # What comes of it ---------------------------------------------------------------------------------------------------

    def follow_up(self) -> None:
        """Two of the unhappy are waiting for a word."""
        low = (
            Answer.objects.filter(named=True, rating__lte=LOW)
            .exclude(words="")
            .filter(ticket__service__name=MEETINGS)
        )
        for answer in low.select_related("ticket__service", "person").order_by("-at")[:2]:
            answer.feedback = hear(
                source=Feedback.Source.SURVEY, words=answer.words, author=answer.person, ticket=answer.ticket,
                rating=answer.rating, rating_of=BEST, now=answer.at,
            )  # fmt: skip
            answer.save(update_fields=["feedback"])

    def ask_ana(self) -> None:
        """One question comes to her in the first minute, by mail and in the portal."""
        ana = self.world.made.demo["colleague"]
        Invitation.objects.filter(person=ana).exclude(state=State.ANSWERED).delete()
        solved = Ticket.objects.filter(requester=ana, open=False, merged_into=None, resolved_at__isnull=False)
        ticket = solved.filter(kind__in=["incident", "request"]).order_by("-resolved_at").first()
        if ticket and not Invitation.objects.filter(ticket=ticket).exists():
            Invitation.objects.filter(person=ana, asked_at__gt=self.now - PAUSE).delete()
            first = self.now - timedelta(days=1)  # before whatever else the worker finds
            Invitation.objects.create(
                survey=Survey.of_tickets(now=self.now), person=ana, ticket=ticket, due_at=first
            )
