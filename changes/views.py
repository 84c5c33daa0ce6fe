"""Changes: the list, proposing one, and its page. The conversation about it is the page of every ticket."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from changes import listing
from changes.access import change_or_404
from changes.forms import ProposeForm
from changes.models import Change
from changes.sections import sections_for
from changes.showing import in_the_way, may_be_planned
from itsm.frame.http import HttpRequest, render
from itsm.tickets import verbs
from itsm.tickets.clocks import bars
from itsm.tickets.panels import panels_for
from itsm.tickets.views import ticket as every
from itsm.tickets.views.desk import list_page, region


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    if not request.user.works_the_desk:
        return redirect("portal:home")
    view = listing.BY_SLUG.get(request.GET.get("view", ""), listing.VIEWS[0])
    context = list_page(request, Change.objects.visible_to(request.user), view) | {"tabs": listing.VIEWS}
    return render(request, "changes/list.html", context, partial=region(request))


@require_http_methods(["GET", "HEAD", "POST"])
def change_new(request: HttpRequest) -> HttpResponse:
    if not request.user.works_the_desk:
        raise Http404
    wanted = {
        name: request.GET[name] for name in ("type", "model", "service", "title") if name in request.GET
    }
    form = ProposeForm(request.POST or None, person=request.user, initial=wanted)
    if request.method == "POST" and form.is_valid():
        made = form.propose()
        messages.success(request, _("%(number)s is a draft. Now its plan.") % {"number": made.number})
        return redirect("changes:plan", number=made.number, slug="window")
    return render(request, "changes/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Its plan, section by section; beside it what every ticket's page has."""
    if not request.user.works_the_desk or (
        request.htmx and request.htmx.target in every.REGIONS | every.OF_COMPOSER
    ):
        return every.ticket(request, "changes", number)
    found, now = change_or_404(request, number, with_people=True), timezone.now()
    part = request.htmx.target if request.htmx and request.htmx.target in {"plan", "rest"} else ""
    later = None if "all" in request.GET else part == "rest"
    context = {
        "ticket": found, "now": now, "sections": sections_for(found, request.user, later=later), "more": later is False,
        "may_plan": may_be_planned(found, request.user),
    }  # fmt: skip
    if part != "rest":
        context["obstacles"] = in_the_way(found, now, without_sections=True)
    if not part:
        context |= {
            "clocks": bars(found),
            "verbs": verbs.offered(found, request.user),
            "offer": found.standing_offer,
        }
        context["panels"] = panels_for(found, request)
    return render(request, "changes/change.html", context, partial=part)


@require_safe
def conversation(request: HttpRequest, number: str) -> HttpResponse:
    """What was said and what happened, as on the page of every ticket."""
    found = change_or_404(request, number)
    return render(request, "changes/conversation.html", every.page(request, found))
