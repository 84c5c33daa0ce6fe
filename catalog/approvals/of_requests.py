"""What an approver reads of a request: the offering, what was answered under its edition, and what it costs."""

from django.utils.translation import gettext as _

from catalog.approvals.subject import Subject
from catalog.models import ServiceRequest


def describe(request: ServiceRequest) -> Subject:
    edition = request.edition
    return Subject(
        title=edition.title,
        what=edition.what,
        version=_("edition %(number)s") % {"number": edition.number},
        cost=edition.cost,
    )
