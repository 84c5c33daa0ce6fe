"""What an approver reads of a request: the offering, what was answered under its edition, and what it costs."""

from django.utils.translation import gettext as _

from catalog.approvals.subject import Subject
from catalog.blueprint import Blueprint
from catalog.models import ServiceRequest
from catalog.models.answered import lines


def describe(request: ServiceRequest) -> Subject:
    edition = request.edition
    return Subject(
        title=edition.title,
        what=edition.what,
        version=_("edition %(number)s") % {"number": edition.number},
        cost=edition.cost,
        lines=lines(Blueprint.from_json(edition.form).form, request.answers),
    )
