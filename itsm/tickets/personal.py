"""From person to person: “call me”, “I come by”, “thank you”, “I had to tell it again”. Verbs of every kind of ticket, said by the colleague."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person, Site
from itsm.tickets.errors import Refused
from itsm.tickets.models import Channel, Event, Handover, Ticket
from itsm.tickets.models.baton import require
from itsm.tickets.models.promise import check_promise

if TYPE_CHECKING:
    from itsm.tickets.models import Act

THANK = "ticket.thank"
NOON, EVENING = time(12), time(17)
AT_LEAST = timedelta(hours=1)  # a call that is wanted within less is wanted as soon as we can
ON_MY_WAY = gettext_lazy("as soon as I can")
AS_SOON = gettext_lazy("as soon as you can")


def call_me(
    ticket: Ticket,
    *,
    phone: str,
    by: Person,
    until: datetime | None = None,
    words: str = "",
    now: datetime | None = None,
) -> Event:
    """The colleague wants to be called: at this number, by then. A call that was logged keeps the promise."""
    require(phone=phone)
    with ticket.act("call_me", by=by, now=now, public=True, comment=words, channel=Channel.PORTAL) as act:
        act.details["phone"] = phone
        expect(ticket, act, until)
    return act.event


def come_by(
    ticket: Ticket,
    *,
    site: Site,
    by: Person,
    until: datetime | None = None,
    words: str = "",
    now: datetime | None = None,
) -> Event:
    """The colleague comes to where somebody of the desk is; who sits there knows what it is about."""
    if not site.desk_place:
        raise Refused(_("Nobody of the desk is at %(site)s. Ask for a call instead.") % {"site": site})
    with ticket.act("come_by", by=by, now=now, public=True, comment=words, channel=Channel.PORTAL) as act:
        act.details |= {"site": site.name, "place": site.desk_place, "to_id": site.desk_team_id}
        expect(ticket, act, until)
    return act.event


def expect(ticket: Ticket, act: "Act", until: datetime | None) -> None:
    """They wait for a person from now; what is promised already stands, unless it is later than they ask."""
    if not ticket.open:
        raise Refused(_("%(number)s is closed. Write here, and it goes on.") % {"number": ticket.number})
    if until is not None:
        check_promise(until, now=act.now)
        act.details["until"] = until
    ticket.hear_from_colleague(act)
    promised = ticket.promised_at
    if promised is None or promised < act.now or (until is not None and until < promised):
        ticket.make_promise(act, until=until, outcome="renewed")


def thank(
    ticket: Ticket, *, by: Person, to: Person | None = None, words: str = "", now: datetime | None = None
) -> Event:
    """Say thank you to one who helped, or to the team. Once to each; nobody counts or compares it."""
    if to is not None and to not in helpers(ticket, by):
        raise Refused(
            _("%(name)s did not work on this, or does not want to be thanked by name.") % {"name": to}
        )
    said: dict[str, Any] = (
        {"person": to.short_name, "person_id": to.pk}
        if to
        else {"team": ticket.team.name, "to_id": ticket.team_id}
    )
    with ticket.act(
        "thank", by=by, now=now, public=True, comment=words, channel=Channel.PORTAL, **said
    ) as act:
        if ticket.events.filter(verb=THANK, actor=by, details__contains=said).exists():
            raise Refused(_("You have thanked them already."))
    return act.event


def tell_again(ticket: Ticket, *, by: Person, words: str = "", now: datetime | None = None) -> Event:
    """It changed hands, and they had to tell it from the start: a sign of how it was handed over. Once for each time."""
    with ticket.act("tell_again", by=by, now=now, public=True, comment=words, channel=Channel.PORTAL) as act:
        handed = ticket.handovers.exclude(state=Handover.State.RETURNED).select_related("by").first()
        if handed is None:
            raise Refused(_("It did not change hands."))
        if not ticket.handovers.filter(pk=handed.pk, told_again_at=None).update(told_again_at=act.now):
            raise Refused(_("You have said so already."))
        act.details |= {"from": handed.from_team.name, "to": handed.to_team.name, "person_id": handed.by_id}
    return act.event


def helpers(ticket: Ticket, colleague: Person) -> list[Person]:
    """Who of the desk did something on it and may be thanked by name; who has it now stands first."""
    acted = ticket.events.exclude(actor=None).values("actor")
    people = Person.objects.active().filter(pk__in=acted, takes_thanks=True).exclude(pk=colleague.pk)
    found = [person for person in people.with_roles().order_by("name") if person.works_the_desk]
    return sorted(found, key=lambda person: person.pk != ticket.assignee_id)


def call_times(now: datetime) -> list[tuple[str, str]]:
    """By when a colleague may want to be called: half days of today and of the next working day, in their own zone."""
    here = timezone.localtime(now)
    today = here.date()
    ahead = 1
    while (today + timedelta(days=ahead)).weekday() > 4:
        ahead += 1
    following = today + timedelta(days=ahead)
    next_one = _("tomorrow") if ahead == 1 else _("on Monday")
    days = [(today, _("today"))] if today.weekday() < 5 else []
    moments = [
        (timezone.make_aware(datetime.combine(day, end)), word, end)
        for day, word in [*days, (following, next_one)]
        for end in (NOON, EVENING)
    ]
    return [
        (
            at.isoformat(timespec="minutes"),
            _("%(day)s, before %(time)s") % {"day": word, "time": f"{end:%H:%M}"},
        )
        for at, word, end in moments
        if at > now + AT_LEAST
    ]
