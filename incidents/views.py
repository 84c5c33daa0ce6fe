"""Incidents: the list, reporting one, a major incident's page, its review."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.forms import DeskReportForm, OwnReportForm
from incidents.models import Incident, MajorIncident, Review, ReviewAction
from incidents.reviews import ActionForm, ReviewForm
from itsm.frame.http import HttpRequest, render
from itsm.tickets.access import ticket_or_404
from itsm.tickets.console import View
from itsm.tickets.models import Ticket
from itsm.tickets.panels import panels_for
from itsm.tickets.timeline import lines
from itsm.tickets.views.desk import list_page, region

ALL = View("all", _("Incidents"), lambda all_, who, now: all_, "opened", empty=_("No incident matches."))


@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    if not request.user.works_the_desk:
        return redirect("portal:home")
    tickets = Ticket.objects.visible_to(request.user).filter(kind=Incident.KIND)
    return render(request, "incidents/list.html", list_page(request, tickets, ALL), partial=region(request))


@require_http_methods(["GET", "HEAD", "POST"])
def incident_report(request: HttpRequest) -> HttpResponse:
    """A colleague says what is broken, in three questions."""
    said = {"title": request.GET.get("words", "").replace("\x00", " ")[:200]}
    form = OwnReportForm(
        request.POST or None,
        request.FILES or None,
        person=request.user,
        initial=said if said["title"] else None,
    )
    if request.method == "POST" and form.is_valid():
        made = form.report()
        messages.success(request, _("We have it: %(number)s.") % {"number": made.number})
        return redirect("portal:ticket", number=made.number)
    return render(request, "incidents/report.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def incident_new(request: HttpRequest) -> HttpResponse:
    """An agent writes down what a colleague tells them."""
    if not request.user.works_the_desk:
        raise Http404
    form = DeskReportForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        made = form.report()
        messages.success(request, _("%(number)s is open.") % {"number": made.number})
        return redirect(made)
    return render(request, "incidents/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def major(request: HttpRequest, number: str) -> HttpResponse:
    """One page for everyone who works on it: who leads, what was told when, who is affected."""
    found = major_or_404(request, number)
    incident = found.incident
    story, _folded = lines(incident, request.user, everything=True)
    context = {
        "major": found,
        "ticket": incident,
        "lines": story,
        "children": incident.children().with_people(),
        "panels": panels_for(incident, request, page="major"),
    }
    return render(request, "incidents/major.html", context, partial="story")


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """What happened, what helped, what we change."""
    incident = incident_or_404(request, number)
    known = Review.objects.filter(incident=incident).prefetch_related("actions__owner").first()
    form = ReviewForm(
        request.POST or None, instance=known or Review(incident=incident, facilitator=request.user)
    )
    if request.method == "POST" and form.is_valid():
        known = form.save()  # whatever is missing for all to read it, what was typed is kept
        try:
            if "publish" in request.POST:
                known.publish(by=request.user)
            return redirect("incidents:review", number=incident.number)
        except ValidationError as missing:
            form.add_error(None, missing)
    context = {"ticket": incident, "review": known, "form": form, "action_form": ActionForm()}
    return render(request, "incidents/review.html", context, status=422 if form.errors else 200)


@require_POST
def add_action(request: HttpRequest, number: str) -> HttpResponse:
    incident = incident_or_404(request, number)
    known = Review.objects.filter(incident=incident).first()
    form = ActionForm(request.POST, instance=ReviewAction(review=known))
    if known is None or not form.is_valid():
        context = {
            "ticket": incident,
            "review": known,
            "form": ReviewForm(instance=known),
            "action_form": form,
        }
        return render(request, "incidents/review.html", context, status=422)
    form.save()
    return redirect("incidents:review", number=incident.number)


@require_POST
def finish_action(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    incident = incident_or_404(request, number)
    found = ReviewAction.objects.filter(review__incident=incident, pk=pk, done_at=None).first()
    if found is None:
        raise Http404
    found.finish(by=request.user)
    return redirect("incidents:review", number=incident.number)


def incident_or_404(request: HttpRequest, number: str) -> Incident:
    if not request.user.works_the_desk:
        raise Http404
    return ticket_or_404(request.user, "incidents", number)  # type: ignore[return-value]


def major_or_404(request: HttpRequest, number: str) -> MajorIncident:
    found = incident_or_404(request, number).major_incident
    if found is None:
        raise Http404
    return found
