"""For colleagues: say what could be better, see what came of it, have ideas and vote for those of others. Works without JavaScript."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.feedback import ideas, said, verbs
from comms.feedback.about import About
from comms.feedback.forms import AddForm, IdeaForm, RateForm, SayForm, posted
from comms.models import Feedback
from itsm.frame import words
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage

PAGE = 20
OPEN_IDEAS = "open"


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """Whatever page they come from, what it is about comes with them."""
    came_from = request.POST.get("came_from", "") or request.GET.get("from", "")
    about = About.of(came_from, request.user)
    form = SayForm(posted(request), thing=about.thing, initial={"came_from": about.page})
    if request.method == "POST" and form.is_valid():
        without = about.thing is not None and not form.cleaned_data["about"]
        given = about.for_hearing(without_thing=without)
        heard = verbs.hear(words=form.cleaned_data["words"], author=request.user, **given)
        messages.success(request, thanks(heard))
        return redirect("feedback:item", heard.number)
    mine = Feedback.objects.filter(author=request.user).order_by("-pk")
    page = KeysetPage.of(mine, ["-pk"], request.GET.get("cursor"), size=PAGE)
    context = {"form": form, "page": page, "tab": "say"}
    return render(request, "comms/feedback/say.html", context, status=422 if form.errors else 200)


def thanks(heard: Feedback) -> str:
    return _("We have heard you. %(who)s has it, and you hear from us by %(when)s.") % {
        "who": heard.whose,
        "when": words.at(heard.due_at),
    }


@require_safe
def item(request: HttpRequest, number: str) -> HttpResponse:
    return page_of(request, mine_or_404(request, number))


def mine_or_404(request: HttpRequest, number: str) -> Feedback:
    """Their own, or anybody's idea. Of the desk's work on it nothing else is theirs."""
    theirs = Feedback.objects.filter(Q(author=request.user) | Q(kind=Feedback.Kind.IDEA)).with_people()
    return get_object_or_404(theirs, number=number.upper())


def page_of(request: HttpRequest, found: Feedback, *, status: int = 200, **more: Any) -> HttpResponse:
    own = found.author_id == request.user.pk
    steps = found.steps.select_related("by")
    shown = steps.exclude(verb__in=said.INSIDE) if own else steps.filter(verb__in=said.PUBLIC)
    context = {
        "item": found,
        "own": own,
        "steps": shown,
        "late": found.is_late(now=timezone.now()),
        "now": timezone.now(),
        "adding": AddForm() if own and found.is_open else None,
        "rating": RateForm(best=found.rating_of) if own and "rate" in found.allowed_verbs else None,
        "voted": found.is_idea and found.voters.filter(person=request.user).exists(),
        **more,
    }
    return render(request, "comms/feedback/item.html", context, status=status)


def own_or_404(request: HttpRequest, number: str) -> Feedback:
    found = mine_or_404(request, number)
    if found.author_id != request.user.pk:
        raise Http404
    return found


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    found, form = own_or_404(request, number), AddForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, adding=form, status=422)
    verbs.say(found, form.cleaned_data["words"], request.user)
    return redirect("feedback:item", found.number)


@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """How it is now. Still bad, it goes on, with a new promise."""
    found = own_or_404(request, number)
    form = RateForm(request.POST, best=found.rating_of)
    if not form.is_valid():
        return page_of(request, found, rating=form, status=422)
    verbs.rate_again(found, by=request.user, **form.cleaned_data)
    messages.success(request, thanks(found) if found.is_open else _("Noted, thank you."))
    return redirect("feedback:item", found.number)


# Ideas ---------------------------------------------------------------------------------------------------------------


@require_safe
def idea_list(request: HttpRequest) -> HttpResponse:
    """Open ones first by votes; `?state=` shows the others."""
    state = request.GET.get("state", OPEN_IDEAS)
    rows = ideas.for_reader(request.user)
    if state in Feedback.State:
        rows = rows.filter(state=state)
    else:
        state, rows = OPEN_IDEAS, rows.open()
    newest = request.GET.get("order") == "new"
    order = ["-pk"] if newest else ["-votes", "-pk"]
    context = {
        "page": KeysetPage.of(rows, order, request.GET.get("cursor"), size=PAGE),
        "state": state,
        "states": [(OPEN_IDEAS, _("Open")), *((one.value, one.label) for one in Feedback.State)],
        "newest": newest,
        "base": f"state={state}" + ("&order=new" if newest else ""),
        "tab": "ideas",
    }
    return render(request, "comms/feedback/ideas.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def idea_new(request: HttpRequest) -> HttpResponse:
    """What is alike is shown first: by the way while they type, and once more before it is sent."""
    form = IdeaForm(posted(request))
    context: dict[str, Any] = {"form": form, "tab": "ideas"}
    if request.method == "POST" and form.is_valid():
        found = ideas.alike(form.cleaned_data["title"], request.user)
        if not found or "sure" in request.POST:
            heard = verbs.hear(
                source=Feedback.Source.PAGE, kind=Feedback.Kind.IDEA, author=request.user, **form.cleaned_data
            )
            messages.success(request, thanks(heard))
            return redirect("feedback:item", heard.number)
        context |= {"alike": found, "asks": True}
    return render(request, "comms/feedback/idea_new.html", context, status=422 if form.errors else 200)


@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    context = {"alike": ideas.alike(request.GET.get("title", "")[:200], request.user)}
    return render(request, "comms/feedback/idea_new.html", context, partial="alike")


@require_POST
def vote(request: HttpRequest, number: str) -> HttpResponse:
    """For it, or taken back, as the button says; then the page it was pressed on."""
    idea = get_object_or_404(Feedback.objects.ideas(), number=number.upper())
    if request.POST.get("vote") == "back":
        ideas.take_back(idea, request.user)
    else:
        ideas.vote(idea, request.user)
    context = {"idea": idea, "mine": request.POST.get("vote") != "back"}
    if request.htmx:
        return render(request, "comms/feedback/vote.html", context)
    return redirect("feedback:item", idea.number)


# You said, we did -----------------------------------------------------------------------------------------------------


@require_safe
def said_list(request: HttpRequest) -> HttpResponse:
    page = KeysetPage.of(said.told(), said.ORDER, request.GET.get("cursor"), size=PAGE)
    context = {
        "page": page,
        "planned": said.planned(),
        "figures": said.figures(now=timezone.now()),
        "tab": "said",
    }
    return render(request, "comms/feedback/said.html", context)
