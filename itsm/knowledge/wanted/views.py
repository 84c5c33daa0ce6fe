"""The page of what was looked for in vain."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.knowledge.asking import in_vain
from itsm.people.access import for_the_desk

SHOWN = 100


@for_the_desk
@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    return render(request, "knowledge/wanted/list.html", {"rows": in_vain()[:SHOWN]})
