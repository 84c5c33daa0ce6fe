"""The page of what is set up, the practices switched on there, the reader's theme, and the living style guide."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from itsm.frame import first_steps, menu, practices, samples, setup, terms, tours
from itsm.frame.context import THEMES
from itsm.frame.http import HttpRequest as SignedIn

YEAR = timedelta(days=365)
View = Callable[..., HttpResponse]


@require_safe
def set_up(request: SignedIn) -> HttpResponse:
    """For the desk; everybody sees there what they may look at or change."""
    groups = list(setup.groups_for(request.user))
    if not groups:
        raise Http404
    return render(request, "components/setup.html", {"groups": groups})


def for_who_switches(view: View) -> View:
    """Outside the desk there is no such page."""

    @wraps(view)
    def checked(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.works_the_desk:
            raise Http404
        if not request.user.has_perm("frame.switch_practice"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@require_safe
@for_who_switches
def practice_list(request: SignedIn) -> HttpResponse:
    lines = practices.lines(now=timezone.now())
    context = {"lines": lines, "suggested": practices.suggested(lines)}
    return render(request, "components/practices.html", context)


@require_POST
@for_who_switches
def practice_switch_on(request: SignedIn, name: str) -> HttpResponse:
    practice = practices.named(name)
    practice.switch_on(by=request.user)
    messages.success(
        request, _("%(practice)s: on for everybody within seconds.") % {"practice": practice.label}
    )
    return redirect("frame:practices")


@require_POST
@for_who_switches
def practice_switch_off(request: SignedIn, name: str) -> HttpResponse:
    practice = practices.named(name)
    try:
        practice.switch_off(by=request.user)
        messages.success(
            request, _("%(practice)s: off. Nothing of it is lost.") % {"practice": practice.label}
        )
    except practices.StillInHand as refused:
        messages.error(request, f"{practice.label}: {refused}")
    return redirect("frame:practices")


@require_safe
def first_step_list(request: SignedIn) -> HttpResponse:
    """What to do first, for everybody by their roles, and how far they are."""
    context = {"stand": first_steps.stand(request.user), "tours": tours.tours_for(request.user)}
    return render(request, "components/first_steps.html", context)


@require_safe
def term_list(request: SignedIn) -> HttpResponse:
    """What words mean, for everybody."""
    return render(request, "components/terms.html", {"terms": terms.here()})


@require_POST
@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    """Without JavaScript the theme is a form; with it, a cookie written in the browser."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=YEAR, samesite="Lax")
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@require_safe
@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    """Every component in every state; part of the demo, never of a real desk."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    if "toast" in request.GET:
        messages.success(request, "INC-1042 handed over to Network.")
        messages.error(request, "INC-1041 was not resolved: Ana closed it a minute ago. Open it to see why.")
    frame = request.GET.get("frame", "page")
    template = f"components/style/{frame if frame in samples.FRAMES else 'page'}.html"
    context = samples.context(now=timezone.now())
    if request.user.is_authenticated and menu.entries_for(request):  # type: ignore[arg-type]
        del context["menu_entries"], context["new_entries"]
    return render(request, template, context)
