"""Mail is down: a major incident under way, by the real verbs on the real database."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from comms.notices import linked
from demo.announcing import ASKED, MESSAGES, MailNotice
from demo.catalogue import MAIL
from demo.history import World
from demo.rehearsal import SWEPT_AFTER
from incidents.models import Incident, MajorIncident
from itsm.people.models import Person
from itsm.tickets.models import Channel, Clock, Link
from itsm.tickets.sweep import sweep

ME_TOO = 40
CHILDREN = (
    (69, "No new mails since this morning", "My inbox stands still. The calendar works."),
    (
        67,
        "Mail program asks for my password again and again",
        "I type it and it asks again. Is it my account?",
    ),
    (
        63,
        "Cannot send the offer to Helvig Energy",
        "My mails stay in the outbox. The offer has to be there today.",
    ),
    (49, "Phone shows no mail, laptop neither", "Both show nothing new. Colleagues in the row say the same."),
    (31, "Is mail down? Customers call me", "Three customers asked me on the phone why I do not answer."),
)


class MailIsDown:
    def __init__(self, world: World) -> None:
        self.world, self.now = world, world.now
        self.rng = Random(f"{world.seed}:major")  # noqa: S311 - made-up people, not secrets
        self.crowd = self.rng.sample(world.made.colleagues[1:], ME_TOO + len(CHILDREN))
        self.lead, self.helper = (
            world.made.members["Collaboration"][0],
            world.made.members["Collaboration"][3],
        )
        self.speaker = world.made.members["Service desk"][0]
        self.told = 0  # messages of the notice so far

    def ago(self, minutes: float) -> datetime:
        return self.now - timedelta(minutes=minutes)

    def tell(self) -> Incident:
        parent = self.report(
            self.crowd.pop(),
            72,
            "Mail is down",
            "Nothing comes in and nothing goes out since a few minutes, for all of us here.",
            impact=2,
        )
        parent.take(by=self.helper, now=self.ago(70))
        parent.note(
            "Storage unit A does not answer. Unit B has the data but did not take over.",
            by=self.helper,
            now=self.ago(68),
        )
        major = MajorIncident.propose(
            parent,
            impact="Nobody at any site can send or receive mail. Orders by mail stand still.",
            by=self.helper,
            now=self.ago(66),
        )
        major.promote(
            lead=self.lead, communications=self.speaker, scribe=self.helper, by=self.lead, now=self.ago(64)
        )
        parent.refresh_from_db()
        self.notice = MailNotice(self.world, parent)
        self.asking = self.crowd[: len(ASKED)]
        known = [*self.crowd, *self.world.made.demo.values()]
        self.gather(parent)
        self.notice.finish(known)
        return parent

    def gather(self, parent: Incident) -> None:
        """Updates, me-toos and children, each when it came."""
        acts: list[tuple[float, int, str]] = [
            (minutes, n, "message") for n, (_verb, minutes, _until, _texts) in enumerate(MESSAGES)
        ]
        acts += [(minutes, n, "child") for n, (minutes, _title, _words) in enumerate(CHILDREN)]
        acts += [(self.rng.uniform(4, 63), n, "me_too") for n in range(ME_TOO - 1)]
        acts += [(minutes, n, "question") for n, (minutes, _words, _channel) in enumerate(ASKED)]
        acts += [(22.0, 0, "ana")]
        for minutes, n, what in sorted(acts, reverse=True):
            catch_up(self.ago(minutes))
            getattr(self, what)(parent, n, minutes)

    def message(self, parent: Incident, n: int, minutes: float) -> None:
        update = self.notice.message(n)
        self.told += 1
        children = Incident.objects.open().filter(links__target=parent, links__kind=Link.Kind.CHILD_OF)
        words = linked.words_of(update.texts.get(audience="colleagues"))
        for child in children.order_by("pk"):  # as the task does it after the message
            linked.put_on(child, update, words)

    def question(self, parent: Incident, n: int, minutes: float) -> None:
        self.notice.ask(n, self.asking[n])

    def child(self, parent: Incident, n: int, minutes: float) -> None:
        _at, title, words = CHILDREN[n]
        child = self.report(self.crowd.pop(), minutes, title, words)
        child.take(by=self.helper, now=self.ago(minutes - 2))
        child.link(parent, Link.Kind.CHILD_OF, by=self.helper, now=self.ago(minutes - 3))
        child.reply(
            f"Hello {child.requester.greeting_name},\n\nmail is down for everybody at the moment, it is not your account. You get each update on {parent.number} as soon as we write it.",
            by=self.helper, now=self.ago(minutes - 4),
        )  # fmt: skip

    def me_too(self, parent: Incident, _n: int, minutes: float) -> None:
        self.same_trouble(parent, self.crowd.pop(), minutes)

    def ana(self, parent: Incident, _n: int, minutes: float) -> None:
        self.same_trouble(parent, self.world.made.demo["colleague"], minutes)

    def same_trouble(self, parent: Incident, by: Person, minutes: float) -> None:
        """Before the first message on the incident itself, afterwards under the notice."""
        if self.told:
            self.notice.me_too(by, minutes)
        else:
            parent.me_too(by=by, now=self.ago(minutes))

    def report(self, by: Person, minutes: float, title: str, words: str, **fields: Any) -> Incident:
        return Incident.report(
            by=by, title=title, description=words, service=self.world.services[MAIL], category=self.world.categories["Mail and calendar"],
            channel=Channel.PORTAL, urgency=2, now=self.ago(minutes), **fields,
        )  # fmt: skip


def catch_up(now: datetime) -> None:
    """Let the sweep come by at each moment it would have, so that warnings and breaches stand at their own times."""
    due = Clock.objects.sweepable(now=now - SWEPT_AFTER).values_list("next_at", flat=True)
    while (at := due.first()) and sweep(now=at + SWEPT_AFTER):
        pass
