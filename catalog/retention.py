"""Words of requests that were closed long ago, and what was typed into their forms."""

from django.utils.translation import gettext_lazy as _

from catalog.models import Approval, ServiceRequest, Task
from itsm.tickets.words import GONE, also_forget, register_words


def forget(keys: list[int]) -> None:
    ServiceRequest.objects.filter(pk__in=keys).update(answers={})
    Approval.objects.filter(step__ticket__in=keys).exclude(words="").update(words=GONE)
    Task.objects.filter(ticket__in=keys).exclude(words="").update(words=GONE)


def add_to_house() -> None:
    register_words("request", label=_("Words of closed requests"), order=27)
    also_forget(forget)
