"""What administrators decide: whether the page is open to everybody, and which services stand on it, where."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comms.status.forms import Settings
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("comms.change_statuspage", raise_exception=True)
def settings(request: HttpRequest) -> HttpResponse:
    form = Settings(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept. The status page shows it within seconds."))
        return redirect("status:settings")
    return render(
        request, "comms/status/settings.html", {"form": form}, status=422 if request.method == "POST" else 200
    )
