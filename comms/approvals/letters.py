"""What a letter that asks for a yes says besides what every letter says: exactly what is agreed to, and the signed page."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from catalog.approvals.subject import subject_of
from catalog.models import Approval
from comms.approvals import links
from comms.approvals.whom import waiting
from comms.mail_words.writing import Line
from itsm.people.models import Person
from itsm.tickets.models import Channel, Event


def values(event: Event, person: Person, *, channel: str = Channel.MAIL) -> dict[str, str]:
    mine = waiting(event).filter(person=person.pk).first()
    subject = subject_of(event.ticket)
    return {
        "requester": event.ticket.requester.name,
        "step": str(event.details.get("step", "")),
        "because": because(mine) if mine and mine.because else "",
        "cost": subject.cost,
        "url": links.address(mine, now=timezone.now(), channel=channel) if mine else page(),
    }


def lines(event: Event) -> list[Line]:
    """Each question with its answer; the whole description where the ticket has no questions."""
    subject = subject_of(event.ticket)
    asked = [Line(f"{question}: {answer}") for question, answer in subject.lines]
    return asked or [Line(subject.what or subject.title)]


def because(mine: Approval) -> str:
    return render_to_string("catalog/approvals/why_you.txt", {"approval": mine}).strip()


def page() -> str:
    return settings.BASE_URL + reverse("approvals:waiting")
