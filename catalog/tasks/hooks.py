"""Other systems, for administrators: where they listen, the secret they are shown once, and what they answered lately."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Max, ProtectedError, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Hook
from catalog.tasks import calling, wire
from catalog.tasks.forms import HookForm
from itsm.frame import outbound
from itsm.frame.http import HttpRequest, render
from itsm.frame.secrets import Unreadable
from itsm.people.access import for_the_desk

administrators = permission_required("catalog.change_hook", raise_exception=True)


@require_safe
@for_the_desk
@administrators
def hook_list(request: HttpRequest) -> HttpResponse:
    failed = Q(tasks__state="failed", tasks__ticket__open=True)
    found = Hook.objects.annotate(
        last=Max("tasks__calls__at"), failed=Count("tasks", filter=failed, distinct=True)
    )
    return render(request, "catalog/hooks/list.html", {"hooks": found.order_by("-is_active", "name")})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@administrators
def hook(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Set one up, or change it. A new one is shown its secret at once."""
    found = get_object_or_404(Hook, pk=pk) if pk else None
    form = HookForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        secret = "" if found else wire.new_secret(kept)
        kept.save()
        messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
        return show(request, kept, secret=secret) if secret else redirect("hooks:hook", pk=kept.pk)
    return show(request, found, form=form, status=422 if form.errors else 200)


def show(
    request: HttpRequest,
    found: Hook | None,
    *,
    form: HookForm | None = None,
    secret: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"hook": found, "form": form or HookForm(instance=found), "secret": secret}
    context["calls"] = calling.last_calls(found.pk) if found else []
    return render(request, "catalog/hooks/hook.html", context, status=status)


@require_POST
@for_the_desk
@administrators
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret; the old one signs nothing any more."""
    found = get_object_or_404(Hook, pk=pk)
    secret = wire.new_secret(found)
    found.save(update_fields=["secret"])
    return show(request, found, secret=secret)


@require_POST
@for_the_desk
@administrators
def try_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it now, with a body that says it is a test."""
    found = get_object_or_404(Hook, pk=pk)
    answered, words = tried(found)
    (messages.success if answered else messages.error)(request, words)
    return redirect("hooks:hook", pk=pk)


def tried(found: Hook) -> tuple[bool, str]:
    """Did it say yes, and what became of it in words."""
    now = timezone.now()
    try:
        answer = wire.send(found, {"test": True, "key": f"test-{found.pk}"}, key=f"test-{found.pk}", now=now)
    except Unreadable:
        return False, _("Its secret cannot be read any more. Make a new one.")
    except (outbound.Refused, outbound.Unanswered) as error:
        return False, str(error)
    outcome = calling.understood(answer)
    if outcome.what in {calling.DONE, calling.LATER}:
        return True, _("It answered %(status)s.") % {"status": answer.status}
    return False, outcome.words


@require_POST
@for_the_desk
@administrators
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Only one that never did a step; others are switched off, so that what they did stays to be read."""
    found = get_object_or_404(Hook, pk=pk)
    try:
        found.delete()
    except ProtectedError:
        messages.error(
            request, _("“%(name)s” has done steps, which stay to be read. Switch it off.") % {"name": found}
        )
        return redirect("hooks:hook", pk=pk)
    messages.success(request, _("“%(name)s” is gone.") % {"name": found.name})
    return redirect("hooks:list")
