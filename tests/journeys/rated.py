"""Surveys with the longest and oddest words, for the walk over all pages: one that is asked, one answered, a campaign."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from comms.models import Answer, Invitation, Survey
from comms.surveys import answering, links, urn
from itsm.people.models import Person
from itsm.tickets.models import Ticket


def rated(words: str, *, ticket: Ticket, by: Person) -> dict[str, Any]:
    now = timezone.now()
    about = {
        "survey": Survey.of_tickets(now=now),
        "person": ticket.requester,
        "state": "asked",
        "asked_at": now,
    }
    question = Invitation.objects.create(ticket=ticket, **about)
    others = Ticket.objects.filter(requester=ticket.requester).exclude(
        pk__in=Invitation.objects.exclude(ticket=None).values("ticket")
    )
    kept = Invitation.objects.create(ticket=others.exclude(pk=ticket.pk)[0], **about)
    answering.keep(kept, 2, now=now)
    campaign = Survey.objects.create(
        kind="campaign", title=words[:120], question=words * 2, purpose=words * 4, by=by, baseline=-100, target=100,
        opened_at=now, closes_at=now + timedelta(days=9),
    )  # fmt: skip
    Answer.objects.bulk_create(
        Answer(
            survey=campaign, named=False, at=urn.monday(now), rating=n % 11, reason="slow", words=words * 3
        )
        for n in range(24)
    )
    return {"question": links.token(question), "kept": links.token(kept), "campaign": campaign.pk}
