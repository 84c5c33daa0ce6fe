"""What a person wants by mail, what they got, and the one click that makes it fewer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comms import quiet, unsubscribe
from comms.budget import mine as got
from comms.budget import weekly
from comms.budget.forms import PreferenceForm
from comms.letters import reading_as
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferenceForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept. This holds from the next mail on."))
        return redirect("comms:preferences")
    refused = request.method == "POST"
    context = {"form": form, "few": quiet.FEW, "minutes": int(quiet.WINDOW.total_seconds() // 60)}
    return render(request, "comms/preferences.html", context, status=422 if refused else 200)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What you got and what is recorded about it."""
    now = timezone.now()
    page = got.page_of(request.user, request.GET.get("cursor", ""), now=now)
    context = {
        "page": page,
        "waiting": got.waiting(request.user) if not request.GET.get("cursor") else [],
        "week": weekly.of_person(request.user, now=now),
        "limit": weekly.LIMIT,
    }
    return render(request, "comms/mine.html", context, partial="got")


@csrf_exempt  # the signed address is the proof, and mail programs that post here have no cookie
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: looking changes nothing, whatever looks; a POST does it at once, with or without a person behind it."""
    found = unsubscribe.read(token)
    if found is None:
        return render(request, "comms/unsubscribe.html", {"found": None}, status=404)
    if request.method == "POST":
        if "again" in request.POST:
            found.begin_again()
        else:
            found.stop()
    with reading_as(found.person):
        return render(request, "comms/unsubscribe.html", {"found": found, "done": request.method == "POST"})


@for_the_desk
@require_safe
@permission_required("comms.change_template", raise_exception=True)
def budget(request: HttpRequest) -> HttpResponse:
    """Administrators: how many mails a week people get, and who gets too many."""
    weeks = weekly.weeks(now=timezone.now())
    shown = {str(week.begins): week.begins for week in weeks}
    begins = shown.get(request.GET.get("week", ""), weeks[0].begins)
    too_much = weekly.over_limit(begins)
    context = {"weeks": weeks, "begins": begins, "too_much": too_much, "limit": weekly.LIMIT, "tab": "budget"}
    return render(request, "comms/budget.html", context)
