"""Mail is down, as colleagues are told: three messages, a promise about to break, who read it and what they ask."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from comms import fanout
from comms.models import Addressee, Delivery, Notice, Update
from comms.notices import questions, reading, telling
from demo.history import World
from itsm.people.models import Person
from itsm.tickets.models import Ticket

COMES_BACK = 3  # mails to addresses that no longer exist


class Announcing:
    """What all told stories share: messages, mails that went out when they were written, and readers."""

    def __init__(self, world: World, seed: str) -> None:
        self.world, self.now, self.made = world, world.now, world.made
        self.rng = Random(f"{world.seed}:{seed}")  # noqa: S311 - made-up people, not secrets
        self.speaker = world.made.members["Service desk"][0]

    def ago(self, minutes: float) -> datetime:
        return self.now - timedelta(minutes=minutes)

    def say(
        self, notice: Notice, verb: str, minutes: float, texts: Mapping[str, Any], **about: Any
    ) -> Update:
        at = self.ago(minutes)
        update = telling.say(notice, verb, by=self.speaker, texts=texts, now=at, **about)
        self.deliver(update, at)
        return update

    def deliver(self, update: Update, at: datetime) -> None:
        """Every mail left within a minute, as it would have; a few came back."""
        while fanout.write_some(update.pk, now=at):
            pass
        mails = Delivery.objects.filter(update=update)
        mails.update(state=Delivery.State.SENT, attempts=1, sent_at=at + timedelta(seconds=40))
        Update.objects.filter(pk=update.pk).update(done_at=at + timedelta(minutes=1))
        fanout.note_delivered(update)

    def bounce(self, notice: Notice, but: Iterable[Person]) -> None:
        """The same few at each message."""
        first = notice.updates.earliest("pk")
        found = Delivery.objects.filter(update=first).exclude(person__in=[one.pk for one in but])
        people = self.rng.sample(list(found.order_by("pk").values_list("person", flat=True)), COMES_BACK)
        error = "550 5.1.1 No such mailbox here"
        mails = Delivery.objects.filter(update__notice=notice, person__in=people)
        mails.update(state=Delivery.State.BOUNCED, error=error)
        rows = Addressee.objects.filter(notice=notice, person__in=people)
        rows.update(bounced_at=first.at + timedelta(minutes=2))

    def read(self, notice: Notice, *, seen: float, confirmed: float, right: float, since: float) -> None:
        """Shares of those reached who opened it, of those who confirmed, and who then answered rightly."""
        rows = list(notice.addressees.filter(bounced_at=None).order_by("person"))
        for row in self.rng.sample(rows, round(len(rows) * seen)):
            at = self.ago(self.rng.uniform(1, since))
            row.seen_at = row.seen_at or at
            row.delivered_at = row.delivered_at or at
            if self.rng.random() < confirmed / seen:
                row.acknowledged_at = row.seen_at + timedelta(seconds=self.rng.randrange(5, 50))
                self.answer(row, notice, right)
        kept = ["seen_at", "delivered_at", "acknowledged_at", "answer", "answered_at", "understood"]
        # Five times as fast as bulk_update, which writes a CASE for each row and field.
        Addressee.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=kept)

    def answer(self, row: Addressee, notice: Notice, right: float) -> None:
        if notice.question and row.answer is None and self.rng.random() < 0.7:
            row.understood = self.rng.random() < right
            right_one = notice.right or 0
            row.answer = right_one if row.understood else (right_one + 1) % len(notice.answers)
            row.answered_at = row.acknowledged_at


def for_all(subject: str, **slots: str) -> dict[str, dict[str, str]]:
    return {"colleagues": {"subject": subject, **slots}}


MESSAGES = (
    ("publish", 58, 33, {
        "colleagues": {
            "subject": "Mail is down",
            "what": "You cannot send or get mail. Nothing you sent is lost: it waits and goes out by itself later. Calendars, chat and files work.",
            "who": "Everyone, at all sites.",
            "do": "Use chat or the phone for what cannot wait. You need not report it: press “Me too”.",
            "we": "We are checking the storage behind the mailboxes.",
            "next": "We write again within half an hour, even if there is nothing new.",
        },
        "managers": {
            "subject": "Mail is down: what your group should know",
            "what": "No group can send or get mail. Orders that come by mail wait; none are lost.",
            "who": "Everyone, at all sites.",
            "do": "Ask your group to phone those who wait for an answer today.",
            "we": "The service desk and the Collaboration team work on it, led by one person.",
            "next": "We write again within half an hour.",
        },
        "it": {
            "subject": "Mail is down: storage behind the mailboxes",
            "what": "Storage unit A behind the mailboxes does not answer. Unit B has the data and did not take over.",
            "who": "All mailboxes. Calendars are served from the cache.",
            "do": "Send mail reports to the linked incident. Start nothing on the storage network.",
            "we": "Collaboration checks both units with the supplier on the phone.",
            "next": "Next word here within half an hour.",
        },
    }),
    ("identify", 35, 12, {
        "colleagues": {
            "subject": "Mail is down: we found the cause",
            "what": "One of two storage units behind the mailboxes failed. The other holds all mails, but did not take over by itself. Nothing is lost.",
            "who": "Everyone. Porto comes back first, then Leeds, Boston and Singapore.",
            "do": "Leave your mail program open: it connects again by itself.",
            "we": "We are moving the mailboxes to the unit that works.",
            "next": "We write again when Porto is back, or in 20 minutes.",
        },
    }),
    ("update", 14, -4, {
        "colleagues": {
            "subject": "Mail comes back: Porto first",
            "what": "Half of the mailboxes in Porto work again. What people sent you since this morning arrives bit by bit.",
            "who": "Everyone else still waits: Leeds is next, then Boston and Singapore.",
            "do": "In Porto, close your mail program once and open it again.",
            "we": "We move about 40 mailboxes a minute and watch the first ones.",
            "next": "We write again when Leeds begins.",
        },
    }),
)  # fmt: skip
ASKED = (
    (31, "Is the calendar affected, too?", "portal"),
    (29, "Are my calendar meetings affected?", "portal"),
    (21, "Can I use my private mail for an urgent offer?", "mail"),
    (11, "When is it Leeds' turn?", "portal"),
    (9, "How long until Leeds works again?", "portal"),
    (6, "Any news for Boston, when is it our turn?", "mail"),
)
ANSWERED = {
    0: "No. Calendars and meeting rooms work as always; only the mail that invites to a meeting waits.",
    2: "No, please call instead. Offers hold prices that must not leave our own systems.",
}


class MailNotice(Announcing):
    """The notice of the major incident. Messages and readers come when the incident's story says so."""

    def __init__(self, world: World, ticket: Ticket) -> None:
        super().__init__(world, "mail notice")
        self.ticket = ticket
        manager = world.made.demo["manager"]
        services = [service for service in (ticket.service,) if service]
        self.notice = telling.open_notice(
            kind="outage", title="Mail is down", by=self.speaker, ticket=ticket, services=services, now=self.ago(60),
            aim={"everyone": True, "services": services, "sponsor": manager}, public=True, must_acknowledge=True,
            question="Do you have to send your mails of this morning again?", right=0,
            answers=["No, they go out by themselves", "Yes, all of them", "Only those with files"],
        )  # fmt: skip

    def message(self, n: int) -> Update:
        verb, minutes, until, texts = MESSAGES[n]
        return self.say(self.notice, verb, minutes, texts, next_update_at=self.ago(until))

    def me_too(self, by: Person, minutes: float) -> None:
        reading.me_too(self.notice, by, now=self.ago(minutes))

    def ask(self, n: int, by: Person) -> None:
        minutes, words, channel = ASKED[n]
        asked = questions.ask(self.notice, by, words, channel, now=self.ago(minutes))
        if n in ANSWERED:
            questions.answer(asked, ANSWERED[n], self.speaker, now=self.ago(minutes - 5))

    def finish(self, known: list[Person]) -> None:
        """Who has read it by now. Ana's page is still to be pressed on."""
        self.bounce(self.notice, known)
        self.read(self.notice, seen=0.62, confirmed=0.41, right=0.83, since=50)
        ana = self.made.demo["colleague"]
        Addressee.objects.filter(notice=self.notice, person=ana).update(
            acknowledged_at=None, answer=None, answered_at=None, understood=None
        )
