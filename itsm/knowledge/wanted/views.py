"""The page of what was looked for in vain."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.knowledge.articles.access import WRITE
from itsm.knowledge.asking import in_vain
from itsm.people.access import for_the_desk

SHOWN = 100


@for_the_desk
@require_safe
def wanted(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": in_vain()[:SHOWN],
        "may_write": request.user.has_perm(WRITE),
        "may_say": request.user.has_perm("knowledge.change_synonym"),
    }
    return render(request, "knowledge/wanted/list.html", context)
