"""The plan of a request while it is carried out: tasks for teams, and steps that another system does by webhook."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models.course import finish, go_on
from catalog.models.hook import Call, Hook
from itsm.people.models import Person, Team
from itsm.tickets.errors import Refused
from itsm.tickets.models import Act, Ticket
from itsm.tickets.models.baton import require


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: Person) -> Self:
        """Plans are the desk's own. A restricted request shows its steps also to the teams that do them."""
        if not person.works_the_desk:
            return self.none()
        theirs = Q(team__in=person.team_ids) | Q(assignee=person)
        seen = Ticket.objects.visible_to(person).filter(restricted=True).values("pk")
        return self.filter(Q(ticket__restricted=False) | theirs | Q(ticket__in=seen))

    def unfinished(self) -> Self:
        return self.exclude(state__in=Task.OVER)

    def in_hand(self) -> Self:
        """What somebody can work on, or must look at."""
        return self.filter(state__in=Task.IN_HAND)

    def late(self, *, now: datetime) -> Self:
        """Over their target, and nobody was told yet. While the request rests, its steps do."""
        late = self.filter(state__in=Task.TIMED, breached_at=None, due_at__lte=now)
        return late.exclude(ticket__status="on_hold")


class Task(models.Model):
    """One step of the plan. It is ready when all it needs are done or skipped."""

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("waits for other steps")
        READY = "ready", gettext_lazy("ready")
        IN_PROGRESS = "in_progress", gettext_lazy("in progress")
        DONE = "done", gettext_lazy("done")
        FAILED = "failed", gettext_lazy("failed")
        SKIPPED = "skipped", gettext_lazy("not needed")

    OVER: ClassVar = frozenset({State.DONE, State.SKIPPED})
    TIMED: ClassVar = frozenset({State.READY, State.IN_PROGRESS})
    IN_HAND: ClassVar = TIMED | {State.FAILED}
    # From which states, and to which; None: it stays as it is.
    FLOW: ClassVar[Mapping[str, tuple[frozenset[str], str | None]]] = {
        "take": (IN_HAND, State.IN_PROGRESS),
        "tick": (TIMED, State.IN_PROGRESS),
        "done": (IN_HAND, State.DONE),
        "fail": (TIMED, State.FAILED),
        "retry": (frozenset({State.FAILED}), State.READY),
        "skip": (IN_HAND | {State.WAITING}, State.SKIPPED),
        "give": (IN_HAND, None),
        "hand": (IN_HAND | {State.WAITING}, None),
    }
    WORK: ClassVar = frozenset({"take", "tick", "done"})  # with any of them the request is in fulfilment

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=40)  # its name in the plan
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    instructions = models.TextField(blank=True)
    needs = ArrayField(models.CharField(max_length=40), default=list)  # keys of the steps before it
    team = models.ForeignKey(Team, models.PROTECT, related_name="tasks")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tasks")
    hook = models.ForeignKey(Hook, models.PROTECT, null=True, related_name="tasks")  # done by another system
    checklist = models.JSONField(default=list)  # [{"words", "by", "at"}]
    state = models.CharField(max_length=11, choices=State, default=State.WAITING)
    within_minutes = models.PositiveIntegerField(null=True)  # of the team's working time, from ready on
    ready_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)  # what was done, or why it failed or was not needed

    objects: ClassVar[Any] = TaskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["ticket", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ticket", "key"], name="task_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["team", "due_at"],
                name="task_open",
                condition=Q(state__in=["failed", "in_progress", "ready"]),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="task_in_hand",
                condition=Q(state__in=["failed", "in_progress", "ready"]),
            ),
            models.Index(
                fields=["due_at"],
                name="task_due",
                condition=Q(state__in=["ready", "in_progress"], breached_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket.number}: {self.title}"

    # Verbs ------------------------------------------------------------------------------------------------------------

    def take(self, *, by: Person, now: datetime | None = None) -> None:
        """Somebody does it. A step of another system is from then on done by hand."""
        with self.step("take", by=by, now=now, person=by.short_name) as act:
            self.assignee = by
            self.begin(act)
            self.stop_calls()

    def tick(self, place: int, *, by: Person, now: datetime | None = None) -> None:
        """One point of the checklist, done or, at the second press, not done after all."""
        with self.step("tick", by=by, now=now) as act:
            if not 0 <= place < len(self.checklist):
                raise Refused(_("The checklist has no such point."))
            point = self.checklist[place]
            ticked = not point.get("at")
            point |= {"by": by.short_name if ticked else "", "at": act.now.isoformat() if ticked else ""}
            act.details |= {"point": point["words"], "ticked": ticked}
            self.assignee = self.assignee or by
            self.begin(act)

    def done(self, *, by: Person | None, words: str = "", now: datetime | None = None) -> None:
        """It is done; what is left open on its list needs a word."""
        with self.step("done", by=by, now=now, comment=words) as act:
            left = [point["words"] for point in self.checklist if not point.get("at")]
            if by and left and not words.strip():
                raise ValidationError(
                    {"words": _("Not ticked: %(points)s. Tick it, or say why.") % {"points": "; ".join(left)}}
                )
            self.begin(act)
            self.end(act, words)

    def fail(self, *, reason: str, by: Person | None, now: datetime | None = None) -> None:
        """It cannot be done so. The request stands still here until somebody tries again, skips it or does it."""
        require(reason=reason)
        with self.step("fail", by=by, now=now, comment=reason) as act:
            act.details |= {"team_id": self.team_id, "person_id": self.assignee_id}
            self.words = reason
            self.stop_calls()

    def retry(self, *, by: Person, now: datetime | None = None) -> None:
        """Once more, by whoever had it; another system is called again, with the same key."""
        with self.step("retry", by=by, now=now) as act:
            self.words = ""
            if self.is_automatic:
                self.state = self.State.IN_PROGRESS
                Call.plan(self, at=act.now)

    def skip(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        """Not needed this time; what waits for it goes on."""
        require(reason=reason)
        with self.step("skip", by=by, now=now, comment=reason) as act:
            self.end(act, reason)

    def give(self, *, to: Person, by: Person, now: datetime | None = None) -> None:
        """To a member of its team; another team needs `hand` and a note."""
        if not to.teams.filter(pk=self.team_id).exists():
            raise Refused(_("%(person)s is not in %(team)s.") % {"person": to, "team": self.team})
        with self.step("give", by=by, now=now, person=to.short_name, person_id=to.pk):
            self.assignee = to
            self.stop_calls()

    def hand(self, *, to_team: Team, note: str, by: Person, now: datetime | None = None) -> None:
        """Another team does it; the note says what they should know. Its target does not begin again."""
        require(note=note)
        if to_team.pk == self.team_id:
            raise Refused(_("%(team)s has it already.") % {"team": to_team})
        details = {"from": self.team.name, "to": to_team.name, "to_id": to_team.pk}
        with self.step("hand", by=by, now=now, comment=note, **details):
            if self.assignee_id and self.state != self.State.FAILED:
                self.hook = None  # somebody had taken it over: from then on people do it
            self.team, self.assignee = to_team, None
            if self.state == self.State.IN_PROGRESS and not self.hook_id:
                self.state = self.State.READY

    # How --------------------------------------------------------------------------------------------------------------

    @contextmanager
    def step(
        self, verb: str, *, by: Person | None, now: datetime | None = None, comment: str = "", **details: Any
    ) -> Iterator[Act]:
        """One verb under the ticket's lock: refuses what the state forbids, saves, and lets the plan go on."""
        now = now or timezone.now()
        with transaction.atomic():
            ticket = Ticket.objects.get(pk=self.ticket_id).specific
            ticket.lock()  # before anything is decided: two may be at it
            if verb in self.WORK and "start" in ticket.allowed_verbs:
                ticket.start(by=by, now=now)
            about = {"task": self.title, "task_id": self.pk, **details}
            with ticket.act(f"{verb}_task", by=by, now=now, comment=comment, **about) as act:
                self.refresh_from_db()
                self.refuse_unless(verb, ticket)
                yield act
                self.save()
                go_on(ticket, act)
            finish(ticket, by=by, now=now)

    def refuse_unless(self, verb: str, ticket: Ticket) -> None:
        sources, target = self.FLOW[verb]
        if not ticket.open:
            raise Refused(_("%(number)s is over, and so are its steps.") % {"number": ticket.number})
        if self.state not in sources:
            raise Refused(
                _("“%(task)s” is %(state)s, so this cannot be done now.")
                % {"task": self.title, "state": self.get_state_display()}
            )
        self.state = target or self.state

    def begin(self, act: Act) -> None:
        self.started_at = self.started_at or act.now

    def end(self, act: Act, words: str) -> None:
        self.words, self.done_at, self.done_by = words, act.now, act.by
        self.stop_calls()

    def stop_calls(self) -> None:
        """What another system was to do is not asked of it any more."""
        self.calls.pending().update(next_at=None)

    @property
    def is_over(self) -> bool:
        return self.state in self.OVER

    @property
    def is_in_hand(self) -> bool:
        return self.state in self.IN_HAND

    @property
    def is_automatic(self) -> bool:
        """Another system does it, and nobody took it over."""
        return bool(self.hook_id) and not self.assignee_id and self.state != self.State.FAILED

    @property
    def is_ticked(self) -> bool:
        """Nothing on its list is open."""
        return all(point.get("at") for point in self.checklist)

    def allows(self, verb: str) -> bool:
        return self.state in self.FLOW[verb][0]
