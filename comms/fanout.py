"""A notice's message to everyone it is for: a row each, a line in the inbox each, and then, by `lines`, a mail each.

All of it is written in chunks, each in one transaction, so whoever is killed in between is followed by somebody who goes on
right there. First those whom the message found and froze: their list goes away as each of them gets a row, a line and a mail
(`comms.notices.roll`). Then, in the order of people, those whom an earlier message had found; `Update.told_up_to` says how
far that is. Row and person are unique per message: doing it twice changes nothing. The messages of one notice go out one
after the other. Nobody is needed to remember that there is work: `look_after` finds it in the tables.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, QuerySet

from comms import quiet
from comms.letters import domain
from comms.models import Addressee, Delivery, Group, Reason, Update
from comms.models.delivery import FORGOTTEN
from comms.notices import inbox, roll
from comms.notices.inbox import reasons
from comms.notices.letters import Letters, thread_id
from comms.notices.queue import wake
from comms.status import following

CHUNK = 4000  # people in one transaction
State = Delivery.State

# What each reads is their language's and their audience's: subject and reason come as small tables beside the people.
READERS = """
    FROM comms_addressee addressee
    JOIN people_person person ON person.id = addressee.person_id
    JOIN (SELECT unnest(%(languages)s::text[]) AS language, unnest(%(whys)s::text[]) AS why, unnest(%(reasons)s::text[]) AS words) why
        ON why.language = person.language AND why.why = addressee.why
    JOIN (SELECT unnest(%(tongues)s::text[]) AS language, unnest(%(audiences)s::text[]) AS audience, unnest(%(subjects)s::text[]) AS words) subject
        ON subject.language = person.language AND subject.audience = addressee.audience
    """
# Who has no mail address is told in Baton only.
MEANT = """
    WHERE addressee.notice_id = %(notice)s AND addressee.person_id = ANY(%(people)s) AND person.email <> ''
    ORDER BY addressee.person_id
    ON CONFLICT DO NOTHING"""
MAIL = f"""
    INSERT INTO comms_delivery (cause, update_id, person_id, "group", channel, reason, about, address, message_id, thread_id,
        subject, text, html, state, attempts, error, created_at)
    SELECT %(cause)s, %(update)s, person.id, %(group)s, 'mail', %(reason)s,
        left(replace(why.words, '{{about}}', addressee.about), 120), person.email,
        '<update.' || %(update)s || '.' || person.id || '@' || %(domain)s || '>', %(thread)s, left(subject.words, 300),
        '', '', 'queued', 0, '', %(now)s
    {READERS} {MEANT}"""
# A line in the next digest, for whom it is night or too much.
HOLD = f"""
    INSERT INTO comms_held (person_id, "group", cause, reason, about, line, url, at, due_at, digest)
    SELECT person.id, %(group)s, %(cause)s, %(reason)s, left(replace(why.words, '{{about}}', addressee.about), 120),
        left(subject.words, 300), %(url)s, %(now)s, waiting.due_at, ''
    {READERS}
    JOIN (SELECT unnest(%(people)s::bigint[]) AS id, unnest(%(dues)s::timestamptz[]) AS due_at) waiting ON waiting.id = person.id
    {MEANT}"""

DELIVERED = """
    UPDATE comms_addressee addressee SET delivered_at = delivery.sent_at
    FROM comms_delivery delivery
    WHERE delivery.update_id = %s AND delivery.state = 'sent' AND delivery.channel = 'mail'
        AND addressee.notice_id = %s AND addressee.person_id = delivery.person_id AND addressee.delivered_at IS NULL"""


# Rows ---------------------------------------------------------------------------------------------------------------


def fan_out(update_pk: int, *, now: datetime) -> None:
    """Write all rows that are not written yet; whoever sends them is woken with the first."""
    woken: set[int] = set()
    while update := write_some(update_pk, now=now):
        if update.pk not in woken and not update.notice.drill:
            wake_lines(update)
            woken.add(update.pk)


def write_some(update_pk: int, *, now: datetime) -> Update | None:
    """One chunk in one transaction, one after the other if two are at it. None if nothing is left, or it is paused."""
    with transaction.atomic():
        without_waiting_for_the_disk()
        update = next_message(update_pk)
        if update is None:
            return None
        if fresh := roll.write_some(update):
            tell(update, list(meant(update).filter(person__in=fresh)), now=now)
            inbox.hint_at_desk(update.notice, verb=update.verb)
        elif people := list(to_come(update)[:CHUNK]):
            tell(update, people, now=now)
            update.told_up_to = people[-1]
        else:
            following.tell_followers(update, now=now)
            update.fanned_out_at = now
            update.done_at = now if update.notice.drill else None  # a rehearsal tells nobody
        update.save(update_fields=["told_up_to", "fanned_out_at", "done_at"])
    return update


def without_waiting_for_the_disk() -> None:
    """A mail leaves only after its claim is on the disk (`claims.take`), and with it all that was written before."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def next_message(update_pk: int) -> Update | None:
    """This one, or one of the same notice before it that is not yet with everybody. Holds it, and the notice."""
    notice = Update.objects.filter(pk=update_pk).values("notice")
    waiting = Update.objects.filter(notice__in=notice, pk__lte=update_pk, fanned_out_at=None, paused_at=None)
    locked = waiting.select_for_update(no_key=True, of=("self", "notice"))
    return locked.select_related("notice__ticket__team", "by").order_by("pk").first()


def meant(update: Update) -> "QuerySet[Addressee, int]":
    """People to tell who have their row, in the order of people."""
    rows = Addressee.objects.none() if update.notice.drill else Addressee.objects.to_tell(update)
    return rows.order_by("person").values_list("person", flat=True)


def to_come(update: Update) -> "QuerySet[Addressee, int]":
    """Of these, who was addressed before this message: many whom it found itself are told with their row.

    A few have their row since it was said (`roll.FEW`). No look at the mails themselves: in tables as fresh as these such a
    question takes minutes whenever the planner guesses wrong.
    """
    found = Addressee.objects.filter(notice=update.notice_id, addressed_at=update.at).count()
    rows = meant(update).filter(person__gt=update.told_up_to)
    many = found + roll.waiting(update.notice) > roll.FEW
    return rows.exclude(addressed_at=update.at) if many else rows


def tell(update: Update, people: list[int], *, now: datetime) -> None:
    if not people:
        return
    inbox.put(update, people)
    wanted = quiet.wants(people, group=Group.NOTICE, now=now, urgent=update.urgent)
    about = known(update, now=now)
    with connection.cursor() as cursor:
        cursor.execute(MAIL, {**about, "people": list(wanted.at_once)})
        cursor.execute(HOLD, {**about, "people": list(wanted.later), "dues": list(wanted.later.values())})


def known(update: Update, *, now: datetime) -> dict[str, Any]:
    """What both statements ask."""
    languages, whys, words = zip(*reasons(), strict=True)
    tongues, audiences, subjects = zip(*Letters(update).subjects(), strict=True)
    return {
        "cause": cause(update), "update": update.pk, "notice": update.notice_id, "now": now,
        "group": Group.NOTICE, "reason": Reason.ADDRESSED, "domain": domain(), "thread": thread_id(update.notice),
        "url": f"{settings.BASE_URL}/portal/notices/{update.notice.number}/",
        "languages": list(languages), "whys": list(whys), "reasons": list(words),
        "tongues": list(tongues), "audiences": list(audiences), "subjects": list(subjects),
    }  # fmt: skip


def cause(update: Update) -> str:
    return f"update:{update.pk}"


# Pause, resume, progress ----------------------------------------------------------------------------------------------


def pause(update: Update, *, now: datetime) -> None:
    """Nothing more goes out; what is at the mail server's door this moment, two hundred at the most for each line, still does."""
    Update.objects.filter(pk=update.pk, paused_at=None, done_at=None).update(paused_at=now)
    update.refresh_from_db()


def resume(update: Update, *, now: datetime) -> None:
    Update.objects.filter(pk=update.pk).update(paused_at=None)
    update.refresh_from_db()
    if update.fanned_out_at is None:
        wake("comms.fan_out", update.pk)
    if not at_work(update, now=now):
        wake_lines(update)


@dataclass(frozen=True)
class Progress:
    """How far it is by mail. `addressed` is the sum of the others; `queued` counts those at the server's door, too."""

    addressed: int
    queued: int
    sent: int
    failed: int
    bounced: int
    skipped: int
    unwritten: int  # of them: whose lines in inbox and mail are still being written
    paused: bool
    done: bool


def progress(update: Update) -> Progress:
    update.refresh_from_db(fields=["told_up_to", "fanned_out_at", "paused_at", "done_at"])
    rows = Delivery.objects.filter(update=update).order_by().values_list("state").annotate(number=Count("pk"))
    found = dict(rows)
    unwritten = to_write(update)
    queued = unwritten + found.get(State.QUEUED, 0) + found.get(State.SENDING, 0)
    ended = {
        name.value: found.get(name, 0) for name in (State.SENT, State.FAILED, State.BOUNCED, State.SKIPPED)
    }
    return Progress(
        addressed=queued + sum(ended.values()),
        queued=queued,
        unwritten=unwritten,
        paused=update.paused_at is not None,
        done=update.done_at is not None,
        **ended,
    )


def to_write(update: Update) -> int:
    """Who is still to come, in the inbox and by mail."""
    if update.fanned_out_at is not None:
        return 0
    return to_come(update).exclude(person__email="").count() + roll.waiting(update.notice)


# Looking after it -----------------------------------------------------------------------------------------------------


def wake_lines(update: Update) -> None:
    for _line in range(settings.MAIL_LINES):
        wake("comms.send_update", update.pk)


def at_work(update: Update, *, now: datetime) -> bool:
    return update.sending_at is not None and update.sending_at > now - FORGOTTEN


def look_after(*, now: datetime) -> None:
    """Wake what a lost broker or worker forgot, write down who has it, and close what is done."""
    for update in Update.objects.filter(done_at=None, at__lte=now - FORGOTTEN).select_related("notice"):
        note_delivered(update)
        rows = Delivery.objects.filter(update=update)
        if update.paused_at:
            continue
        if update.fanned_out_at is None:
            wake("comms.fan_out", update.pk)
        elif not rows.filter(state__in=(State.QUEUED, State.SENDING)).exists():
            Update.objects.filter(pk=update.pk).update(done_at=now)
        elif not at_work(update, now=now) and rows.due(now=now).exists():
            wake_lines(update)


def note_delivered(update: Update) -> None:
    """The mail server took it: write it down for whom a line could not, because it was killed in between."""
    with connection.cursor() as cursor:
        cursor.execute(DELIVERED, [update.pk, update.notice_id])
