"""The organisation's own words: what the plain-language check advises against here, and what everyone here knows."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comms.models import Jargon
from comms.notices import jargon
from comms.notices.jargon_forms import JargonForm
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk

may_change = permission_required("comms.change_jargon", raise_exception=True)


@for_the_desk
@may_change
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """All of them, and the form for a new one or the one that is being changed. `?word=`: one of Baton's own."""
    chosen = get_object_or_404(Jargon, pk=pk) if pk else None
    asked = request.GET.get("word", "")
    theirs = {"word": asked, "plain": jargon.DEFAULT.get(asked, "")} if asked else {}
    form = JargonForm(request.POST or None, instance=chosen, initial=theirs)
    if request.method == "POST" and form.is_valid():
        kept = form.keep(by=request.user, now=timezone.now())
        messages.success(request, _("“%(word)s” is kept. The check knows it at once.") % {"word": kept.word})
        return redirect("comms:jargon")
    ours = Jargon.objects.select_related("changed_by")
    context = {
        "form": form,
        "chosen": chosen,
        "ours": ours,
        "own": jargon.untouched(word.word for word in ours),
    }
    return render(request, "comms/notices/jargon.html", context, status=422 if form.errors else 200)


@for_the_desk
@may_change
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Jargon, pk=pk)
    found.delete()
    messages.success(request, _("“%(word)s” is off the list.") % {"word": found.word})
    return redirect("comms:jargon")
