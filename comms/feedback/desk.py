"""The ledger at the desk: who owes an answer, the oldest first; one item with its history; the themes with their counts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.feedback import themes, verbs
from comms.feedback.filters import LATE, OPEN, WAITING, FeedbackFilter
from comms.feedback.forms import FORMS, HeardForm, SortForm, posted
from comms.models import Feedback
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.people.models import Person

ANSWER = "comms.answer_feedback"
PAGE = 50
OLDEST_FIRST, NEWEST_FIRST = ("waiting_since", "heard_at", "pk"), ("-heard_at", "-pk")


@for_the_desk
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    asked = request.GET.copy()
    cursor = asked.pop("cursor", [""])[-1]
    asked.setdefault("state", WAITING)
    rows = Feedback.objects.visible_to(request.user)
    found = FeedbackFilter(asked, rows.with_people(), request=request)
    chosen = found.qs if found.form.is_valid() else rows.none()
    order = OLDEST_FIRST if asked["state"] in (WAITING, LATE, OPEN) else NEWEST_FIRST
    context = {
        "page": KeysetPage.of(chosen, order, cursor, size=PAGE),
        "filter": found,
        "base": asked.urlencode(),
        "asked": any(value for name, value in request.GET.items() if name != "cursor"),
        "now": timezone.now(),
        "standing": standing(request.user),
        "may": request.user.has_perm(ANSWER),
    }
    return render(request, "comms/feedback/ledger.html", context)


def standing(person: Person) -> dict[str, Any]:
    """How many wait, how many of them too long, and since when the oldest."""
    rows = Feedback.objects.visible_to(person).unanswered()
    late = Q(due_at__lt=timezone.now())
    return rows.aggregate(waiting=Count("pk"), late=Count("pk", filter=late), oldest=Min("waiting_since"))


def feedback_or_404(person: Person, number: str) -> Feedback:
    rows = Feedback.objects.visible_to(person).with_people().select_related("improvement")
    return get_object_or_404(rows, number=number.upper())


@require_safe
def item(request: HttpRequest, number: str) -> HttpResponse:
    found = feedback_or_404(request.user, number)
    if not request.user.works_the_desk:
        return redirect("feedback:item", found.number)
    return page_of(request, found)


def page_of(request: HttpRequest, found: Feedback, *, status: int = 200, **more: Any) -> HttpResponse:
    may = request.user.has_perm(ANSWER)
    offered = [verb for verb in FORMS if verb in found.allowed_verbs] if may else []
    if found.is_idea or found.state == Feedback.State.HEARD:
        offered = [verb for verb in offered if verb != "tell_all"]  # the answer itself says it
    context = {
        "item": found,
        "steps": found.steps.select_related("by"),
        "now": timezone.now(),
        "late": found.is_late(now=timezone.now()),
        "verbs": [FORMS[verb] for verb in offered],
        "may_improve": request.user.has_perm("comms.work_improvement"),
        "may": may,
        "sorting": SortForm(initial={"theme": found.theme_id}) if may else None,
        "others": others(found),
        **more,
    }
    return render(request, "comms/feedback/feedback.html", context, status=status)


def others(found: Feedback) -> int:
    """Of the same theme, still open."""
    if found.theme_id is None:
        return 0
    return Feedback.objects.filter(theme=found.theme_id).open().exclude(pk=found.pk).count()


@for_the_desk
@permission_required(ANSWER, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Answer, plan, finish, decline, give to somebody else, tell all: each its own small page."""
    found = feedback_or_404(request.user, number)
    if verb not in FORMS:
        raise Http404
    form = FORMS[verb](posted(request), feedback=found)
    if request.method == "POST" and form.is_valid():
        try:
            form.act(by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, noted(found, verb))
            return redirect(found)
    context = {"item": found, "form": form, "verb": verb}
    return render(request, "comms/feedback/act.html", context, status=422 if form.errors else 200)


def noted(found: Feedback, verb: str) -> str:
    if verb == "give":
        return _("%(who)s has it now.") % {"who": found.whose}
    if verb == "tell_all":
        return _("Kept. It stands on “You said, we did”.")
    if found.author is None:
        return _("Kept. It stands on “You said, we did”: nobody knows who said it.")
    return _("%(who)s is told.") % {"who": found.author}


@for_the_desk
@permission_required(ANSWER, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Said in passing, on the phone, at lunch: written down, it is answered like all else."""
    form = HeardForm(posted(request))
    if request.method == "POST" and form.is_valid():
        heard = verbs.hear(source=Feedback.Source.TALK, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(who)s gets a receipt.") % {"who": heard.author})
        return redirect(heard)
    return render(request, "comms/feedback/new.html", {"form": form}, status=422 if form.errors else 200)


@for_the_desk
@permission_required(ANSWER, raise_exception=True)
@require_POST
def sort(request: HttpRequest, number: str) -> HttpResponse:
    found = feedback_or_404(request.user, number)
    form = SortForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, sorting=form, status=422)
    form.sort(found, by=request.user)
    return redirect(found)


@for_the_desk
@require_safe
def theme_list(request: HttpRequest) -> HttpResponse:
    """What colleagues talk about, the most first. Each count is the length of the list behind it."""
    rows: Any = themes.counted(request.user)
    context = {"themes": rows.order_by("-open", "-n", "name"), "without": themes.without(request.user)}
    return render(request, "comms/feedback/themes.html", context)
