"""The signed page: the question with the number they pressed, then why, and what became of it.

How one click counts while machines that open every link answer nothing: looking keeps nothing, only a POST does. The page has a
form with the number chosen already, and a few lines of JavaScript send it with the first sign of a person, who moves, touches,
scrolls or presses a key. A scanner in a mail server shows none of these; without JavaScript a button sends it.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comms.letters import reading_as, stamp
from comms.models import Answer, Invitation
from comms.surveys import answering, letters, links, questions
from comms.surveys.forms import AnswerForm, RatingForm
from itsm.frame.http import HttpRequest, render
from itsm.tickets.errors import Refused

TEMPLATE = "comms/surveys/answer.html"


@csrf_exempt  # the signed address is the proof; a mail program's own browser has no cookie of ours
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever is known by their sign-in to be somebody else is refused."""
    found = links.read(token, now=timezone.now())
    if found is None:
        return render(request, TEMPLATE, {"nothing": True}, status=404)
    mine = found.invitation
    if request.user.is_authenticated and request.user.pk != mine.person_id:
        return render(request, TEMPLATE, {"forwarded": mine.person}, status=403)
    with reading_as(mine.person):
        if found.over:
            return render(request, TEMPLATE, {"over": True}, status=410)
        if request.method == "POST":
            return take(request, mine)
        return page(request, mine, kept=answering.find(mine, ""))


def take(request: HttpRequest, mine: Invitation) -> HttpResponse:
    """The number first, then all the rest. Pressing twice is pressing once."""
    kept = answering.find(mine, request.POST.get("answer", ""))
    try:
        if "more" in request.POST:
            return add(request, mine, kept)
        return rate(request, mine, kept)
    except Refused as refused:
        return page(request, mine, kept=kept if mine.survey.named else None, refused=refused, status=409)


def rate(request: HttpRequest, mine: Invitation, kept: Answer | None) -> HttpResponse:
    form = RatingForm(request.POST)
    if not form.is_valid():
        return page(request, mine, kept=kept, status=422)
    rating, now = form.cleaned_data["rating"], timezone.now()
    if kept and not mine.survey.named:
        kept = answering.add(kept, rating=rating, reason="", now=now)
    else:
        kept = answering.keep(mine, rating, now=now)
    mine.refresh_from_db(fields=["state"])
    return page(request, mine, kept=kept)


def add(request: HttpRequest, mine: Invitation, kept: Answer | None) -> HttpResponse:
    if kept is None:
        return page(request, mine, status=409 if mine.state == Invitation.State.ANSWERED else 422)
    form = AnswerForm(request.POST, kind=mine.survey.kind, rating=kept.rating)
    if not form.is_valid():
        return page(request, mine, kept=kept, form=form, status=422)
    done = answering.add(kept, now=timezone.now(), **form.cleaned_data)
    feedback = done.feedback
    context = {"done": done, "survey": mine.survey, "feedback": feedback}
    return render(request, TEMPLATE, {**context, "promised": stamp(feedback.due_at) if feedback else ""})


def page(request: HttpRequest, mine: Invitation, *, status: int = 200, **about: Any) -> HttpResponse:
    kept: Answer | None = about.get("kept")
    pressed = kept.rating if kept else pressed_in(request)
    survey, answered = mine.survey, mine.state == Invitation.State.ANSWERED
    context = {
        "survey": survey,
        "person": mine.person,
        "ticket": mine.ticket,
        "question": questions.question_of(survey, letters.title_of(mine)),
        "who_reads": letters.who_reads(mine),
        "scale": [(number, questions.word_of(number)) for number in questions.SCALE],
        "pressed": pressed,
        "stands": answered and not kept,  # without a name it is kept and cannot be found again
        "form": AnswerForm(kind=survey.kind, rating=kept.rating, answer=kept) if kept else None,
        **about,
    }
    return render(request, TEMPLATE, context, status=status)


def pressed_in(request: HttpRequest) -> int | None:
    form = RatingForm(request.GET)
    return form.cleaned_data["rating"] if form.is_valid() else None
