"""Problems: the list by rank, raising one, its page, and what is pressed on it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.tickets.access import ticket_or_404
from itsm.tickets.errors import Refused
from itsm.tickets.views import ticket as ticket_page
from problems import listing
from problems.forms import RaiseForm
from problems.models import Cause, Problem, ProblemAction
from problems.offers import WORK
from problems.sections import sections_for


@require_safe
@for_the_desk
def problem_list(request: HttpRequest) -> HttpResponse:
    """What is worth most to solve first, with the reason."""
    counts = listing.counts(request.user)
    view = listing.BY_SLUG.get(request.GET.get("view", ""), listing.VIEWS[0])
    rows = listing.asked(view, request.user)
    query = request.GET.copy()
    query.pop("cursor", None)
    context = {
        "page": KeysetPage.of(rows, view.order, request.GET.get("cursor", "")),
        "view": view,
        "tabs": [(each, counts.get(each.slug)) for each in listing.VIEWS],
        "proposals": counts["proposals"],
        "base": query.urlencode(),
        "may_raise": request.user.has_perm("problems.add_problem"),
    }
    return render(request, "problems/list.html", context, partial="rows")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@permission_required("problems.add_problem", raise_exception=True)
def problem_new(request: HttpRequest) -> HttpResponse:
    form = RaiseForm(
        request.POST or None, person=request.user, initial={"incidents": request.GET.get("incidents", "")}
    )
    if request.method == "POST" and form.is_valid():
        made = form.raise_()
        messages.success(request, _("%(number)s is open.") % {"number": made.number})
        return redirect(made)
    return render(request, "problems/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def problem(request: HttpRequest, number: str) -> HttpResponse:
    """As every ticket's page, with the parts of a problem above what was said. Its small regions are the ticket's own."""
    if (
        not request.user.works_the_desk
        or request.htmx.target in ticket_page.REGIONS | ticket_page.OF_COMPOSER
    ):
        return ticket_page.ticket(request, "problems", number)
    found: Any = ticket_or_404(request.user, "problems", number)
    if request.htmx and request.htmx.target == "sections":
        context: dict[str, Any] = {"ticket": found}
    else:
        context = ticket_page.page(request, found)
    context["sections"] = drawn(request, found)
    return render(request, "problems/problem.html", context, partial="sections")


def drawn(request: HttpRequest, found: Problem) -> list[dict[str, Any]]:
    """Each section in its own context, so that none can take another's names."""
    return [
        {"section": section, "html": render_to_string(section.template, context, request)}
        for section, context in sections_for(found, request.user)
    ]


@require_POST
@for_the_desk
def make_root(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    one_of(request, number, Cause, pk).make_root(by=request.user)
    return back_to(request, number, "root-cause")


@require_POST
@for_the_desk
def remove_cause(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    one_of(request, number, Cause, pk).remove(by=request.user)
    return back_to(request, number, "root-cause")


@require_POST
@for_the_desk
def finish_action(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    try:
        one_of(request, number, ProblemAction, pk).finish(by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return back_to(request, number, "actions")


def one_of(request: HttpRequest, number: str, model: Any, pk: int) -> Any:
    found = ticket_or_404(request.user, "problems", number)
    rows: QuerySet[Any] = model.objects.filter(problem=found.pk, pk=pk)
    row = rows.first()
    if row is None:
        raise Http404
    if not request.user.has_perm(WORK):
        raise PermissionDenied
    row.problem = found
    return row


def back_to(request: HttpRequest, number: str, section: str) -> HttpResponse:
    return redirect(f"/problems/{number.upper()}/#{section}")
