"""What risk is made of: everybody at the desk reads it, who governs changes edits it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from changes.access import GOVERN, refuse_all_but_governors
from changes.models import RiskFact, RiskLevel, RiskQuestion
from changes.risk.facts import FACTS, LABELS
from changes.risk.forms import QuestionForm, WeightsForm
from itsm.frame.http import HttpRequest, render


@require_safe
def risk(request: HttpRequest) -> HttpResponse:
    if not request.user.works_the_desk:
        raise Http404
    weights = dict(RiskFact.objects.values_list("key", "points"))
    context = {
        "questions": RiskQuestion.objects.all(),
        "facts": [(LABELS[key], weights.get(key, 0)) for key in FACTS],
        "levels": RiskLevel.objects.all(),
        "may_govern": request.user.has_perm(GOVERN),
    }
    return render(request, "changes/risk/risk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    refuse_all_but_governors(request)
    form = WeightsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. Changes that are planned from now on are weighed so."))
        return redirect("changes:risk")
    return render(request, "changes/risk/weights.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    refuse_all_but_governors(request)
    known = (
        get_object_or_404(RiskQuestion, pk=pk) if pk else RiskQuestion(place=RiskQuestion.objects.count() + 1)
    )
    form = QuestionForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("changes:risk")
    return render(request, "changes/risk/question.html", {"form": form}, status=422 if form.errors else 200)
