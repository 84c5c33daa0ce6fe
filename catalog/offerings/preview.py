"""How a colleague would have it: who may see it, what it begins with, what is asked. Nothing is kept."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from catalog.models import Offering
from catalog.models.answered import lines
from catalog.offerings.editor import writable
from catalog.requests.answers import AnswersForm
from itsm.frame.http import HttpRequest, render
from itsm.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The edition in the making as any colleague; trying the form shows what the desk would read."""
    found = writable(request, key)
    edition = found.in_the_making or found.edition or found.next_edition(by=request.user)
    address = request.GET.get("as", "").strip()
    person = Person.objects.active().with_email(address).first() if address else request.user
    reader = person or request.user
    fields = edition.blueprint.form
    form = AnswersForm(request.POST or None, request.FILES or None, blueprint=fields, requester=reader)
    context: dict[str, Any] = {
        "offering": found, "edition": edition, "form": form, "reader": reader, "address": address,
        "unknown": bool(address) and person is None,
        "sees_it": Offering.objects.meant_for(reader).filter(pk=found.pk).exists(),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        context |= {"tried": True, "lines": lines(fields, form.answers)}
        context |= {
            "steps": [one for one in edition.blueprint.approvals if one.condition.holds(form.answers)]
        }
        context |= {"tasks": [one for one in edition.blueprint.plan if one.condition.holds(form.answers)]}
    return render(request, "catalog/offerings/preview.html", context, status=422 if form.errors else 200)
