"""The conversation as pages. Each is a plain form; with htmx an answer appears below the others."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.knowledge.assistant.forms import AskForm, HandOverForm
from itsm.knowledge.assistant.showing import as_said, conversation
from itsm.knowledge.assistant.talking import LONGEST, ask, hand_over
from itsm.knowledge.models import Talk, Turn
from itsm.tickets.errors import Refused

PAGE = "knowledge/assistant/talk.html"
LISTED = 20
THUMBS = {"up": True, "down": False, "": None}
EXAMPLES = (
    gettext_lazy("How do I reset my password?"),
    gettext_lazy("I need a new laptop"),
    gettext_lazy("The VPN is slow from home"),
)


def talk_or_404(request: HttpRequest, pk: int) -> Talk:
    """Nobody reads another's talk; also the desk does not, unless it was handed over."""
    return get_object_or_404(Talk.objects.select_related("person", "ticket"), pk=pk, person=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A new talk, and one's earlier ones below it."""
    form = AskForm(
        request.POST or None, initial={"words": request.GET.get("words", "").replace("\x00", " ")[:LONGEST]}
    )
    if request.method == "POST" and (turn := asked(request, form)):
        return redirect(f"{turn.talk.get_absolute_url()}#t{turn.pk}")
    mine = Talk.objects.filter(person=request.user).with_first_words()
    page = KeysetPage.of(mine, ("-last_at", "-pk"), request.GET.get("cursor"), size=LISTED)
    context = {"form": form, "talks": page, "examples": [str(one) for one in EXAMPLES]}
    return render(request, PAGE, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    found = talk_or_404(request, pk)
    form = AskForm(request.POST or None)
    if request.method == "POST" and (turn := asked(request, form, found)):
        if not request.htmx:
            return redirect(f"{found.get_absolute_url()}#t{turn.pk}")
        return render(
            request, f"{PAGE}#fresh", {"talk": found, "said": as_said(last_two(found)), "form": AskForm()}
        )
    context: dict[str, Any] = {"talk": found, "form": form}
    if request.method == "POST" and request.htmx:
        answer = render(request, f"{PAGE}#ask", context, status=422)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#ask", "outerHTML"
        return answer
    return render(request, PAGE, context | {"said": conversation(found)}, status=422 if form.errors else 200)


def asked(request: HttpRequest, form: AskForm, found: Talk | None = None) -> Turn | None:
    """The answer; none if the question was refused, and then the form says why."""
    if not form.is_valid():
        return None
    try:
        return ask(form.cleaned_data["words"], by=request.user, talk=found)
    except Refused as refused:
        form.add_error("words", str(refused))
        return None


def last_two(found: Talk) -> list[Turn]:
    return list(found.turns.order_by("-pk")[:2])[::-1]


@require_POST
def thumb(request: HttpRequest, pk: int) -> HttpResponse:
    """Did it help? Pressed again, it is taken back."""
    answers = Turn.objects.filter(side=Turn.Side.ASSISTANT, knows=True, talk__person=request.user)
    turn = get_object_or_404(answers.select_related("talk"), pk=pk)
    up = THUMBS.get(request.POST.get("thumb", ""))
    turn.judge(up=None if up == turn.thumb else up, now=timezone.now())
    if request.htmx:
        return render(request, "knowledge/assistant/thumbs.html", {"one": turn})
    return redirect(f"{turn.talk.get_absolute_url()}#t{turn.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person takes over, with all that was said."""
    found = talk_or_404(request, pk)
    if found.ticket is not None:
        return redirect("portal:ticket", number=found.ticket.number)
    form = HandOverForm(request.POST or None, talk=found)
    if request.method == "POST" and form.is_valid():
        ticket = hand_over(found, **form.cleaned_data)
        messages.success(request, _("We have it: %(number)s.") % {"number": ticket.number})
        return redirect("portal:ticket", number=ticket.number)
    context = {"talk": found, "form": form, "said": conversation(found)}
    return render(request, "knowledge/assistant/person.html", context, status=422 if form.errors else 200)
