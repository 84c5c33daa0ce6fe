"""What the people in the house do when told to."""

import subprocess
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import close_old_connections, connection
from django.db.models import Count, F, Q
from django.utils import timezone

from comms.mail_in import tasks as mail_in
from comms.mail_in.door import receive
from comms.models import Claim, Delivery, Incoming, Notification, Update
from comms.notices import telling
from comms.tasks import send_forgotten
from incidents.models import Incident
from itsm import engines
from itsm.engines.postgres import Postgres, programs
from itsm.people import roles
from itsm.people.models import Person
from itsm.tickets import tasks
from itsm.tickets.models import Event, Outbox
from tests.comms.notices_by_mail import WORDS
from tests.factories import PersonFactory, TeamFactory

AN_HOUR = timedelta(hours=1)


def prepare(tables: str) -> None:
    psql = [str(programs() / "psql"), "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    server = ["--host", str(Postgres(engines.home()).sockets), "--username=postgres", "--dbname=baton"]
    subprocess.run([*psql, *server, "--file", tables], check=True, stdout=subprocess.DEVNULL)
    team = TeamFactory(name="Service desk", first_line=True)
    PersonFactory(name="Ivo Lund", email="ivo@halden.example", roles=[roles.AGENT], teams=[team])


def work(count: int) -> list[int]:
    """Incidents with an answer each; the ids of the events that were acknowledged to whoever did it."""
    close_old_connections()
    agent = Person.objects.get(email="ivo@halden.example")
    done = []
    for number in range(count):
        colleague = PersonFactory(
            email=f"{uuid4().hex}@halden.example"
        )  # many mails to one would become a digest
        made = Incident.report(by=colleague, title=f"Mail is down {number}")
        done.append(made.last_event)
        done.append(made.reply("It is back, sign in again.", by=agent).pk)
    return done


def time_passes() -> None:
    """An hour goes by for everything that waits, then what the schedule would run runs once."""
    Outbox.objects.update(at=F("at") - AN_HOUR)
    Delivery.objects.update(created_at=F("created_at") - AN_HOUR, next_try_at=F("next_try_at") - AN_HOUR)
    Update.objects.update(at=F("at") - AN_HOUR, sending_at=F("sending_at") - AN_HOUR)
    tasks.catch_up()
    send_forgotten()


def claims_run_out() -> None:
    """An hour goes by for what a dead worker held. A living one marks its mail long before its claim runs out."""
    Delivery.objects.filter(state="sending").update(claimed_at=F("claimed_at") - AN_HOUR)
    Claim.objects.update(at=F("at") - AN_HOUR)


def waiting() -> dict[str, Any]:
    connection.close_if_unusable_or_obsolete()
    close_old_connections()
    return {
        "outbox": Outbox.objects.count(),
        "mails": Delivery.objects.exclude(state="sent").count(),
        "sent": Delivery.objects.filter(state="sent").count(),
    }


def told() -> dict[str, Any]:
    """By event: its mails and its inbox rows."""
    return {
        "mails": list(Delivery.objects.values_list("event_id", "message_id")),
        "inbox": list(Notification.objects.values_list("event_id", flat=True)),
        "events": list(
            Event.objects.filter(verb__in=["incident.open", "ticket.reply"]).values_list("pk", flat=True)
        ),
    }


# Mail that comes in -----------------------------------------------------------------------------------------------


def come_in(count: int) -> list[str]:
    """So many mails through the door; the subjects of those that were acknowledged."""
    close_old_connections()
    writer = PersonFactory(email=f"{uuid4().hex}@halden.example")
    subjects = [uuid4().hex for _ in range(count)]
    for subject in subjects:
        raw = f"From: {writer.email}\r\nSubject: {subject}\r\nMessage-ID: <{subject}@x>\r\n\r\nHelp.\r\n"
        receive(raw.encode(), entrance=Incoming.Entrance.PIPE)
    return subjects


def hold(table: str) -> None:
    """Nobody gets at this table until it is let go: who needs it waits."""
    held.append(connection.copy())
    held[-1].set_autocommit(False)
    with held[-1].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")


def let_go() -> None:
    held.pop().close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def time_passes_for_mail() -> None:
    """An hour goes by for mail that waits, then what the schedule would run runs once."""
    waiting = Incoming.objects.filter(state="stored")
    waiting.update(received_at=F("received_at") - AN_HOUR, next_try_at=F("next_try_at") - AN_HOUR)
    mail_in.understand_forgotten()


def came_in() -> dict[str, Any]:
    connection.close_if_unusable_or_obsolete()
    close_old_connections()
    return {
        "states": list(Incoming.objects.values_list("state", flat=True)),
        "subjects": list(Incoming.objects.values_list("subject", flat=True)),
        "titles": list(Incident.objects.values_list("title", flat=True)),
    }


held: list[Any] = []
OF_MAIL = (come_in, hold, let_go, somebody_waits, time_passes_for_mail, came_in)


def hire(count: int) -> None:
    Person.objects.bulk_create(
        Person(name=f"Colleague {n}", email=f"reader{n}@halden.example", password="!") for n in range(count)
    )


def announce() -> int:
    """A notice to everyone who was hired, said as on the page; the message's key."""
    close_old_connections()
    agent, now = Person.objects.get(email="ivo@halden.example"), timezone.now()
    readers = Person.objects.filter(email__startswith="reader")
    notice = telling.open_notice(kind="outage", title="Mail is down", by=agent, aim={"people": readers})
    soon, texts = now + AN_HOUR, {"colleagues": WORDS}
    return telling.say(notice, "publish", by=agent, texts=texts, next_update_at=soon, urgent=True, now=now).pk


def reached(update_pk: int) -> dict[str, Any]:
    """What we believe of this message: its rows by state, their mails, and how many have it."""
    connection.close_if_unusable_or_obsolete()
    close_old_connections()
    update = Update.objects.get(pk=update_pk)
    rows = Delivery.objects.filter(update=update)
    return {
        "states": dict(rows.order_by().values_list("state").annotate(Count("pk"))),
        "mails": list(rows.values_list("message_id", flat=True)),
        "people": rows.values("person").distinct().count(),
        "delivered": update.notice.addressees.delivered().count(),
        "inboxes": Notification.objects.filter(
            notice=update.notice
        ).count(),  # the database keeps them to one each
        "done": update.done_at is not None,
    }


def marked(update_pk: int) -> int:
    """Of how many of its mails we know that they are out, by their rows or by the claim of their line."""
    rows = Delivery.objects.filter(update=update_pk)
    in_hand = Q(state="queued", pk__gte=F("update__claims__first"), pk__lte=F("update__claims__handed_over"))
    return rows.filter(Q(state="sent") | in_hand).distinct().count()


def sent(update_pk: int) -> int:
    connection.close_if_unusable_or_obsolete()
    close_old_connections()
    return Delivery.objects.filter(update=update_pk, state="sent").count()


OF_NOTICES = (hire, announce, reached, marked, sent)
ORDERS = {
    each.__name__: each
    for each in (prepare, work, time_passes, claims_run_out, waiting, told, *OF_MAIL, *OF_NOTICES)
}
