"""How long each kind of record is kept: what would go is counted before anything is decided."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.retention import keeping, kinds
from itsm.frame.retention.forms import DaysForm
from itsm.frame.retention.models import CHANGE, RetentionRule, RetentionRun

SHOWN = 20
AT_ONCE = 20  # seconds that somebody waits for what they asked for; the night does the rest
decides = permission_required(CHANGE, raise_exception=True)


@require_safe
@decides
def retention_list(request: HttpRequest) -> HttpResponse:
    counted = "count" in request.GET
    lines = keeping.lines(now=timezone.now(), counted=counted)
    return render(request, "components/retention/list.html", {"lines": lines, "counted": counted})


@require_http_methods(["GET", "HEAD", "POST"])
@decides
def retention_rule(request: HttpRequest, key: str) -> HttpResponse:
    """Asking with a number shows what would go with it; only sending the form decides."""
    kind, now = kinds.named(key), timezone.now()
    days = keeping.days_of(kind)
    form = DaysForm(request.POST if request.method == "POST" else tried(request, days), kind=kind)
    if form.is_valid():
        days = form.cleaned_data["days"]
        if request.method == "POST":
            keeping.change(kind, days, by=request.user, now=now)
            messages.success(request, _("Kept. It holds from the coming night on."))
            return redirect("frame:retention_rule", key=key)
    context = {
        "line": keeping.Line(kind, RetentionRule.objects.newest().get(key), None),
        "form": form,
        "preview": keeping.preview(kind, days, now=now),
        "runs": RetentionRun.objects.of(key)[:SHOWN],
    }
    status = 422 if form.errors else 200
    return render(request, "components/retention/rule.html", context, status=status)


def tried(request: HttpRequest, days: int | None) -> dict[str, str]:
    return {"days": request.GET.get("days", "" if days is None else str(days))}


@require_POST
@decides
def retention_run(request: HttpRequest, key: str) -> HttpResponse:
    """Now, instead of tonight."""
    kind = kinds.named(key)
    gone, done = keeping.forget_old(kind, now=timezone.now(), by=request.user, seconds=AT_ONCE)
    said = ngettext("%(n)s record went.", "%(n)s records went.", gone) % {"n": gone}
    messages.success(request, said if done else said + " " + _("The rest goes tonight."))
    return redirect("frame:retention_rule", key=key)
