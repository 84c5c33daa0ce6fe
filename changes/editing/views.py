"""Writing the plan, part by part. What is pressed besides Save arranges the page and keeps nothing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from changes.access import change_or_404
from changes.editing.parts import PARTS, Part
from changes.models import Change
from changes.models.planned import NothingChanged
from itsm.frame.http import HttpRequest, render
from itsm.tickets.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    change, part = change_or_404(request, number), PARTS.get(slug)
    if not request.user.has_perm("tickets.work_ticket"):
        raise PermissionDenied
    if part is None:
        raise Http404
    form = part.form(request.POST if request.method == "POST" else None, change=change, person=request.user)
    if request.method != "POST":
        return page(request, change, part, form)
    if "act" in request.POST:
        form.rearrange(request.POST["act"])
        return page(request, change, part, form)
    return (
        save(request, change, part, form)
        if form.is_valid()
        else page(request, change, part, form, status=422)
    )


def save(request: HttpRequest, change: Change, part: Part, form: Any) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        change.plan(
            by=request.user, seen=int(seen) if seen.isdecimal() and len(seen) < 19 else None, **form.words()
        )
    except NothingChanged:
        pass
    except Refused as refused:
        change = change_or_404(request, change.number)
        return page(request, change, part, form, status=409, refused=refused)
    except ValidationError as error:
        return page(request, change, part, form, status=422, refused=" ".join(error.messages))
    else:
        messages.success(
            request, _("%(number)s: %(part)s, saved.") % {"number": change.number, "part": part.label}
        )
    following = request.POST.get("next", "")
    if following in PARTS:
        return redirect("changes:plan", number=change.number, slug=following)
    return redirect(change)


def page(
    request: HttpRequest, change: Change, part: Part, form: Any, *, status: int = 200, **told: Any
) -> HttpResponse:
    """After a clash the writer has seen the other's words, so the next Save counts."""
    slugs = list(PARTS)
    following = slugs[slugs.index(part.slug) + 1 :][:1]
    context = {
        "ticket": change, "part": part, "parts": PARTS.values(), "form": form,
        "following": PARTS[following[0]] if following else None, **told,
    }  # fmt: skip
    return render(request, "changes/editing/plan.html", context, status=status)
