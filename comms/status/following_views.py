"""Following a service: one click for who is signed in; for others an address, a confirmation, and one click to leave."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from comms.models import StatusPage
from comms.status import following, reading
from comms.status.answering import away
from comms.status.following import Unreadable
from comms.status.forms import AskForm
from comms.status.gathering import services_on_page
from comms.status.keeping import DATABASE_AWAY, keeper
from comms.status.limits import one_more
from itsm.frame.http import HttpRequest as SignedIn

HOUR = 3600
FROM_ONE_PLACE, TO_ONE_ADDRESS = 20, 3  # an hour
View = Callable[..., HttpResponse]


def while_the_database_is_there(view: View) -> View:
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "is_away", False):
            return away(request)
        try:
            return view(request, *args, **kwargs)
        except DATABASE_AWAY as error:
            keeper.database_is_away(error)
            return away(request)

    return read


# Colleagues -------------------------------------------------------------------------------------------------------------


@require_POST
def follow(request: SignedIn) -> HttpResponse:
    """One click: `follow` or `unfollow` is the service."""
    verb = "unfollow" if "unfollow" in request.POST else "follow"
    key = request.POST.get(verb, "")
    service = get_object_or_404(services_on_page(), pk=key if key.isdecimal() else 0)
    if verb == "follow":
        following.follow(service, person=request.user, now=timezone.now())
    else:
        following.unfollow(service, person=request.user)
    return redirect("status:page")


@require_http_methods(["GET", "HEAD", "POST"])
def addresses(request: SignedIn) -> HttpResponse:
    """The private addresses of feed, calendar and JSON; a POST ends them and makes new ones."""
    if request.method == "POST":
        reading.renew_key(request.user)
        messages.success(request, _("These are your new addresses. The ones before no longer answer."))
        return redirect("status:addresses")
    labels = {
        "feed": _("Feed of messages (Atom)"),
        "maintenance": _("Calendar of maintenance (ICS)"),
        "summary": _("JSON, as status page tools read it"),
    }
    found = [(labels[name], address) for name, address in reading.private_addresses(request.user).items()]
    return render(request, "comms/status/addresses.html", {"addresses": found})


# Anybody ----------------------------------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@while_the_database_is_there
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same for every address, known or new, within the limits or not."""
    if not StatusPage.the().public:
        raise Http404
    form = AskForm(request.POST or None)
    if not form.is_valid():
        return _show(request, "ask", {"form": form}, status=422 if form.is_bound else 200)
    address = form.cleaned_data["address"]
    place = get_adapter(request).get_client_ip(request)
    # Both are counted, whatever the first says.
    within = [
        one_more("status-from", place, most=FROM_ONE_PLACE, seconds=HOUR),
        one_more("status-to", address, most=TO_ONE_ADDRESS, seconds=HOUR),
    ]
    if all(within):
        following.ask(address, form.cleaned_data["services"], now=timezone.now())
    return _show(request, "asked", {"address": address})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@while_the_database_is_there
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The mail's link only shows; pressing the button confirms. Programs that look at links confirm nothing."""
    now = timezone.now()
    try:
        address, waiting = following.to_confirm(token, now=now)
    except Unreadable:
        return _show(request, "old_link", {}, status=404)
    if request.method != "POST":
        return _show(request, "confirm", {"address": address, "waiting": waiting})
    ticked = {int(key) for key in request.POST.getlist("services") if key.isdecimal()}
    names = [row.service.name for row in waiting if row.service_id in ticked]
    following.confirm(token, services=ticked, now=now)
    return _show(request, "confirmed", {"address": address, "names": names})


@csrf_exempt  # the mail program posts here by itself (RFC 8058); the signed address is the permission
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@while_the_database_is_there
def leave(request: HttpRequest, token: str) -> HttpResponse:
    try:
        address = following.leaving(token)
    except Unreadable:
        return _show(request, "old_link", {}, status=404)
    if request.method != "POST":
        return _show(request, "leave", {"address": address})
    following.leave(address)
    return _show(request, "left", {"address": address})


def _show(request: HttpRequest, what: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, f"comms/status/{what}.html", context, status=status)
