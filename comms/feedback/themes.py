"""What colleagues talk about. Each count is the length of the list behind it, for the person who looks."""

from django.db.models import Count, Q, QuerySet

from comms.models import Feedback, Theme
from itsm.people.models import Person


def counted(person: Person) -> QuerySet[Theme]:
    mine = Q(feedback__in=Feedback.objects.visible_to(person).values("pk"))
    still_open = mine & Q(feedback__state__in=Feedback.OPEN)
    return Theme.objects.annotate(n=Count("feedback", filter=mine), open=Count("feedback", filter=still_open))


def without(person: Person) -> int:
    return Feedback.objects.visible_to(person).filter(theme=None).count()
