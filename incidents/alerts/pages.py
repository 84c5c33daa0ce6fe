"""Alerts for the desk, and for administrators their sources: the address, the secret shown once, what came in, a try."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.alerts import door
from incidents.alerts.forms import SourceForm, TryForm
from incidents.alerts.trying import SAMPLES, Tried, try_out
from incidents.models import Alert, AlertDelivery, AlertSource, Incident
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk

SHOWN = 20  # deliveries on a source's page
TABS = (
    (Alert.State.FIRING, gettext_lazy("Firing")),
    ("quiet", gettext_lazy("Quiet now")),
    (Alert.State.OVER, gettext_lazy("Over")),
)
administrators = permission_required("incidents.change_alertsource", raise_exception=True)


@for_the_desk
@require_safe
def alert_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("state", "")
    state = asked if asked in dict(TABS) else Alert.State.FIRING
    rows = Alert.objects.visible_to(request.user).with_places()
    rows = rows.exclude(quiet="") if state == "quiet" else rows.filter(state=state)
    given = {"state": state}
    incident = None
    if number := request.GET.get("incident", "")[:20]:
        incident = get_object_or_404(Incident.objects.visible_to(request.user), number=number)
        rows, given["incident"] = rows.filter(incident=incident), number
    context = {
        "page": KeysetPage.of(rows, ["-heard_at", "-pk"], request.GET.get("cursor", "")), "tabs": TABS, "state": state,
        "base": urlencode(given), "incident": incident,
    }  # fmt: skip
    return render(request, "incidents/alerts/list.html", context, partial="alerts")


@for_the_desk
@administrators
@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    found = AlertSource.objects.select_related("owner").order_by("-is_active", "name")
    return render(request, "incidents/alerts/sources.html", {"sources": found})


@for_the_desk
@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Set one up, or change it. A new one is shown its secret at once."""
    found = get_object_or_404(AlertSource, pk=pk) if pk else None
    form = SourceForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        secret = "" if found else door.new_secret(kept)
        kept.save()
        messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
        return (
            show(request, kept, secret=secret) if secret else redirect("incidents:alert_source", pk=kept.pk)
        )
    return show(request, found, form=form, status=422 if form.errors else 200)


@for_the_desk
@administrators
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret; the old one proves nothing any more."""
    found = get_object_or_404(AlertSource, pk=pk)
    secret = door.new_secret(found)
    found.save(update_fields=["secret"])
    return show(request, found, secret=secret)


@for_the_desk
@administrators
@require_POST
def try_source(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of this payload."""
    found = get_object_or_404(AlertSource.objects.select_related("owner", "team"), pk=pk)
    form = TryForm(request.POST)
    if not form.is_valid():
        return show(request, found, trying=form, status=422)
    tried = try_out(found, form.cleaned_data["body"], now=timezone.now())
    return show(request, found, trying=form, tried=tried)


@for_the_desk
@administrators
@require_safe
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """What came in, as it came; only ever as text."""
    found = get_object_or_404(AlertDelivery, pk=pk)
    return HttpResponse(bytes(found.body), content_type="text/plain; charset=utf-8")


@for_the_desk
@administrators
@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Something was mended since: what was not understood is read once more."""
    found = get_object_or_404(AlertDelivery, pk=pk, state=AlertDelivery.State.UNREADABLE)
    found.read_again()
    door.wake([found.source_id])
    messages.success(request, _("It is being read again."))
    return redirect("incidents:alert_source", pk=found.source_id)


def show(
    request: HttpRequest,
    found: AlertSource | None,
    *,
    form: SourceForm | None = None,
    secret: str = "",
    trying: TryForm | None = None,
    tried: Tried | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "source": found,
        "form": form or SourceForm(instance=found),
        "secret": secret,
        "tried": tried,
    }
    if found:
        context["address"] = settings.BASE_URL + reverse("alert_hook", args=[found.key])
        context["trying"] = trying or TryForm(initial={"body": SAMPLES[AlertSource.Form(found.form)]})
        context["deliveries"] = found.deliveries.defer("body").order_by("-received_at", "-pk")[:SHOWN]
    return render(request, "incidents/alerts/source.html", context, status=status)
