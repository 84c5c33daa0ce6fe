"""The page of words that mean the same, for administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from itsm.frame.http import HttpRequest, render
from itsm.knowledge.models import Synonym
from itsm.knowledge.synonyms.forms import SynonymForm
from itsm.people.access import for_the_desk

may_change = permission_required("knowledge.change_synonym", raise_exception=True)


@for_the_desk
@may_change
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """All of them, and the form for new ones or for those that are being changed. `?words=`: to begin with."""
    chosen = get_object_or_404(Synonym, pk=pk) if pk else None
    first = ", ".join(chosen.words) if chosen else request.GET.get("words", "").replace("\x00", "")
    form = SynonymForm(request.POST or None, initial={"words": first})
    if request.method == "POST" and form.is_valid():
        kept = form.keep(chosen or Synonym(), by=request.user)
        messages.success(request, _("Who looks for one finds the others: %(words)s.") % {"words": kept})
        return redirect("synonyms:list")
    context = {"form": form, "chosen": chosen, "synonyms": Synonym.objects.select_related("by")}
    return render(request, "knowledge/synonyms/list.html", context, status=422 if form.errors else 200)


@for_the_desk
@may_change
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Synonym, pk=pk)
    found.delete()
    messages.success(request, _("These are different words again: %(words)s.") % {"words": found})
    return redirect("synonyms:list")
