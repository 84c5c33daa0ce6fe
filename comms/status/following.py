"""Who follows a service: colleagues by one click, others by an address they have confirmed.

Colleagues who follow a service are addressed like everybody whom a notice is meant for (`comms.notices.audience`). Here
are the addresses without a person: they exist on a public page only, get public notices on public services, count from
the moment their confirmation came back, and are gone with one click. Every answer is the same whether the address was
known or not.
"""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from celery import current_app
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from kombu.exceptions import OperationalError

from comms.letters import domain, stamp
from comms.mail_words import writing
from comms.models import Audience, Delivery, Notice, Reason, StatusPage, Subscription, Text, Update
from comms.status.gathering import OPEN_TICKET
from itsm.people.models import Person
from itsm.services.models import Service

logger = logging.getLogger(__name__)
CONFIRM, LEAVE = "status.confirm", "status.leave"
CONFIRM_WITHIN = timedelta(days=2)


class Unreadable(Exception):
    """We did not give out this address, or it is too old."""


# Colleagues -------------------------------------------------------------------------------------------------------------


def follow(service: Service, *, person: Person, now: datetime) -> Subscription:
    followed, _new = Subscription.objects.get_or_create(
        service=service, person=person, address="", defaults={"since": now, "confirmed_at": now}
    )
    return followed


def unfollow(service: Service, *, person: Person) -> None:
    Subscription.objects.filter(service=service, person=person).delete()


def followed_by(person: Person) -> frozenset[int]:
    return frozenset(Subscription.objects.filter(person=person).values_list("service", flat=True))


# Addresses without a person ---------------------------------------------------------------------------------------------


def ask(address: str, services: Iterable[Service], *, now: datetime) -> None:
    """Write down what is wanted and send the mail that asks whether it is. Nothing else goes there before the answer."""
    with transaction.atomic():
        Subscription.objects.bulk_create(
            [Subscription(service=service, address=address.lower(), since=now) for service in services],
            ignore_conflicts=True,
        )
        # Who asks again has as long for their yes as the mail that goes out now is good for.
        asked = Subscription.objects.filter(address=address.lower(), service__in=services, confirmed_at=None)
        asked.update(since=now)
        waiting = _waiting(address, now=now)
        if waiting:
            _send(_confirmation(address.lower(), waiting, now=now))


def _waiting(address: str, *, now: datetime) -> list[Subscription]:
    rows = Subscription.objects.filter(address=address.lower(), confirmed_at=None)
    return list(
        rows.filter(since__gt=now - CONFIRM_WITHIN).select_related("service").order_by("service__name")
    )


def to_confirm(token: str, *, now: datetime) -> tuple[str, list[Subscription]]:
    """Whose, and what waits for their yes. Raises Unreadable."""
    try:
        address = signing.loads(token, salt=CONFIRM, max_age=CONFIRM_WITHIN)
    except signing.BadSignature as error:
        raise Unreadable from error
    return address, _waiting(address, now=now)


def confirm(token: str, *, services: Collection[int], now: datetime) -> int:
    """What they ticked counts from now; what they did not is forgotten, for somebody else may have asked."""
    address, waiting = to_confirm(token, now=now)
    rows = Subscription.objects.filter(pk__in=[row.pk for row in waiting])
    with transaction.atomic():
        yes = rows.filter(service__in=services).update(confirmed_at=now)
        rows.filter(confirmed_at=None).delete()
    return yes


def leaving(token: str) -> str:
    """Whose address this token ends. Raises Unreadable."""
    try:
        address: str = signing.Signer(salt=LEAVE).unsign_object(token)
    except signing.BadSignature as error:
        raise Unreadable from error
    return address


def leave(address: str) -> int:
    deleted, _by_model = Subscription.objects.filter(person=None, address=address).delete()
    return deleted


def forget_unconfirmed(*, now: datetime) -> int:
    """An address whose owner never said yes is not ours to keep."""
    old = Subscription.objects.filter(person=None, confirmed_at=None, since__lte=now - CONFIRM_WITHIN)
    return old.delete()[0]


# What they get ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Follower:
    address: str
    about: str  # the service's name, for "you get this because you follow …"
    leave: str  # the address that ends it: a POST ends it at once, a GET asks


def leave_address(address: str) -> str:
    """For `List-Unsubscribe` and the foot of every letter to an address without a person."""
    token = signing.Signer(salt=LEAVE).sign_object(address)
    return settings.BASE_URL + reverse("status:leave", args=[token])


def addresses_of(notice: Notice) -> list[Follower]:
    """Every address that gets the messages of this notice, each once. What is not public goes to none."""
    shown = (
        Notice.objects.published().real().filter(pk=notice.pk, public=True)
    )  # asked anew: tickets get closed
    if not shown.filter(OPEN_TICKET).exists() or not StatusPage.the().public:
        return []
    services = set(notice.services.values_list("pk", flat=True))
    if notice.ticket is not None and notice.ticket.service_id:
        services.add(notice.ticket.service_id)
    rows = Subscription.objects.filter(
        person=None, confirmed_at__isnull=False, service__in=services,
        service__on_status__public=True, service__on_status__shown=True,
    )  # fmt: skip
    found: dict[str, str] = {}
    for address, name in rows.order_by("service__name").values_list("address", "service__name"):
        found.setdefault(address, name)
    return [Follower(address, name, leave_address(address)) for address, name in found.items()]


def tell_followers(update: Update, *, now: datetime) -> list[int]:
    """The letters of this message to addresses without a person, as rows; says which are still to be sent.

    Doing it twice writes nothing twice. Nothing is written for what has no colleagues' text, nor for a reminder: it is for
    named people.
    """
    if update.verb == Update.REMIND:
        return []
    text = Text.objects.filter(update=update, audience=Audience.COLLEAGUES).first()
    followers = addresses_of(update.notice) if text else []
    if text is None or not followers:
        return []
    rows = [_letter(update, text, follower, now=now) for follower in followers]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    queued = Delivery.objects.filter(cause=f"update:{update.pk}", person=None, state=Delivery.State.QUEUED)
    return list(queued.order_by("pk").values_list("pk", flat=True))


def _letter(update: Update, text: Text, follower: Follower, *, now: datetime) -> Delivery:
    notice = update.notice
    row = Delivery(
        cause=f"update:{update.pk}",
        update=update,
        group="notice",
        reason=Reason.FOLLOWS,
        about=follower.about,
        address=follower.address,
        message_id=f"<update.{update.pk}.{_mark(follower.address)}@{domain()}>",
        thread_id=f"<notice.{notice.pk}@{domain()}>",
        created_at=now,
    )
    slots = {slot: getattr(text, slot) for slot in Text.SLOTS}
    values = {
        **slots,
        "subject": text.subject,
        "number": notice.number,
        "title": notice.title,
        "begins": stamp(update.starts_at),
        "ends": stamp(update.ends_at),
        "hear_next": stamp(update.next_update_at),
        "url": settings.BASE_URL + reverse("status:page"),
    }
    _write(row, "follower", values, writing.Foot(row.why, fewer=follower.leave))
    return row


def _confirmation(address: str, waiting: list[Subscription], *, now: datetime) -> Delivery:
    token = signing.dumps(address, salt=CONFIRM)
    names = [row.service.name for row in waiting]
    row = Delivery(
        cause=f"confirm:{now:%Y-%m-%dT%H}",  # one an hour goes out, however often somebody asks
        group="notice",
        reason=Reason.FOLLOWS,
        about=names[0],
        address=address,
        message_id=f"<confirm.{now:%Y%m%d%H}.{_mark(address)}@{domain()}>",
        thread_id=f"<confirm.{_mark(address)}@{domain()}>",
        created_at=now,
    )
    values = {"address": address, "url": settings.BASE_URL + reverse("status:confirm", args=[token])}
    _write(row, "confirm", values, None, lines=[writing.Line(name) for name in names])
    return row


def _mark(address: str) -> str:
    return signing.Signer(salt="status.message-id").signature(address)[:16]


def _write(
    row: Delivery,
    kind: str,
    values: Mapping[str, str],
    foot: writing.Foot | None,
    *,
    lines: Iterable[writing.Line] = (),
) -> None:
    letter = writing.write(writing.words_of(kind, writing.changed()), values, foot, lines=lines)
    row.subject, row.text, row.html = letter.subject, letter.text, letter.html


def _send(row: Delivery) -> None:
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    waiting = Delivery.objects.filter(cause=row.cause, address=row.address, state=Delivery.State.QUEUED)
    transaction.on_commit(partial(_wake, list(waiting.values_list("pk", flat=True))))


def _wake(pks: list[int]) -> None:
    """By its name, for the tasks know us. A broker that is away loses nothing: the sweep finds the row."""
    try:
        current_app.send_task("comms.send_mail", (pks,), retry=False)
    except OperationalError:
        logger.warning("The broker is away; a confirmation waits for the sweep.")
