"""Who authorises a change of which type and risk. Everybody at the desk reads it, who governs changes edits it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import ApprovalStep
from changes.access import GOVERN, refuse_all_but_governors
from changes.authorities.forms import WHO, AuthorityForm, chosen
from changes.models import Authority, Level, Type
from itsm.frame.http import HttpRequest, render

# Its address → its type and level. A standard change is authorised by its model.
PLACES = {
    **{f"{Type.NORMAL}-{level}": (Type.NORMAL, level) for level in Level.values},
    str(Type.EMERGENCY): (Type.EMERGENCY, ""),
}


def named(slug: str) -> str:
    type_, level = PLACES[slug]
    if not level:
        return str(_("Emergency"))
    return str(_("Normal, %(level)s risk") % {"level": Level(level).label})


@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    if not request.user.works_the_desk:
        raise Http404
    rows = [(slug, named(slug), told(Authority.objects.steps_for(*place))) for slug, place in PLACES.items()]
    context = {"rows": rows, "may_govern": request.user.has_perm(GOVERN)}
    return render(request, "changes/authorities/authorities.html", context)


def told(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each step as the page says it."""
    rules = dict(ApprovalStep.Rule.choices)
    return [
        {
            "name": step["name"],
            "who": WHO[chosen(step["who"])][0],
            "rule": rules[step.get("rule") or ApprovalStep.Rule.ANY],
            "share": step.get("share"),
            "needed": step.get("needed"),
        }
        for step in steps
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def authority(request: HttpRequest, slug: str) -> HttpResponse:
    """What is pressed besides Save arranges the page and keeps nothing."""
    refuse_all_but_governors(request)
    if slug not in PLACES:
        raise Http404
    type_, level = PLACES[slug]
    usual = Authority(type=type_, level=level, steps=Authority.objects.steps_for(type_, level))
    found = Authority.objects.filter(type=type_, level=level).first() or usual
    form = AuthorityForm(request.POST if request.method == "POST" else None, authority=found)
    if "act" in request.POST:
        form.rearrange(request.POST["act"])
    elif request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. Whoever is asked already stays asked."))
        return redirect("changes:authorities")
    bad = request.method == "POST" and "act" not in request.POST
    context = {"form": form, "name": named(slug)}
    return render(request, "changes/authorities/authority.html", context, status=422 if bad else 200)
