"""Surveys for the desk: what was asked, what came of it, what colleagues wrote this week, a campaign, the rules."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.models import Survey, SurveyRules
from comms.surveys import opening, questions, showing, verbatims
from comms.surveys.forms import CampaignForm, RulesForm
from comms.surveys.results import PERIODS, USUAL, Choice, Results, asked_of, happiness_of
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused

SIZE = 25
may_ask = permission_required("comms.ask_survey", raise_exception=True)


@for_the_desk
@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """Running and over, the newest first."""
    now, kind = timezone.now(), request.GET.get("kind", "")
    found = Survey.objects.visible_to(request.user).with_subject()
    if kind in Survey.Kind.values:
        found = found.filter(kind=kind)
    page = KeysetPage.of(found, ["-opened_at", "-pk"], request.GET.get("cursor", ""), size=SIZE)
    asked = asked_of(page.rows)
    happy = happiness_of(page.rows, request.user, since=now - timedelta(days=USUAL))
    context = {
        "page": page,
        "rows": [(one, asked[one.pk], *happy.get(one.pk, (None, 0))) for one in page.rows],
        "kinds": Survey.Kind.choices,
        "kind": kind,
        "may_ask": request.user.has_perm("comms.ask_survey"),
        "may_rule": request.user.has_perm("comms.change_surveyrules"),
    }
    return render(request, "comms/surveys/list.html", context, partial="rows")


@for_the_desk
@require_safe
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of it; each mark opens its own answers below."""
    found = find(request, pk)
    chosen = Choice.of(request.GET)
    results = Results(found, request.user, chosen, now=timezone.now())
    page = KeysetPage.of(results.shown, results.order, request.GET.get("cursor", ""), size=SIZE)
    context = {
        "survey": found,
        "results": results,
        "chosen": chosen,
        "page": page,
        "shown": results.shown.count(),
        "answers": [(answer, questions.reason_of(answer, found.kind)) for answer in page.rows],
        "question": questions.question_of(found, _("their ticket")),
        "charts": showing.charts(results),
        "parts": [(name, path, results.by(path)) for path, name in showing.PARTS.items()],
        "picked": showing.picked(results),
        "periods": [(days, chosen.days == days) for days in PERIODS],
        "may_end": may_end(request, found),
    }
    return render(request, "comms/surveys/survey.html", context, partial="answers")


def find(request: HttpRequest, pk: int) -> Survey:
    found: Survey = get_object_or_404(Survey.objects.visible_to(request.user).with_subject(), pk=pk)
    return found


def may_end(request: HttpRequest, found: Survey) -> bool:
    return found.is_open and not found.named and request.user.has_perm("comms.ask_survey")


@for_the_desk
@may_ask
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Before its time. What lies in the urn comes out, if it is enough."""
    found = find(request, pk)
    if found.named:
        raise Http404
    opening.close(found, now=timezone.now())
    messages.success(request, _("It is over. Who was asked and who answered is forgotten; how many is kept."))
    return redirect(found)


@for_the_desk
@may_ask
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A campaign of one's own."""
    now = timezone.now()
    closes_on = timezone.localdate(now) + opening.OPEN_FOR
    form = CampaignForm(request.POST or None, initial={"closes_on": closes_on})
    looks = "look" in request.POST
    if request.method == "POST" and form.is_valid() and not looks:
        try:
            return begun(request, form.begin(by=request.user, now=now))
        except Refused as refused:
            form.add_error("audience", str(refused))
    context = {
        "form": form,
        "group": SurveyRules.the().minimum_group,
        "reach": opening.reach(form.whom(), now=now) if looks and form.is_valid() else None,
    }
    return render(request, "comms/surveys/ask.html", context, status=422 if form.errors else 200)


def begun(request: HttpRequest, survey: Survey) -> HttpResponse:
    count = survey.invitations.count()
    said = ngettext("%(n)d colleague is asked.", "%(n)d colleagues are asked.", count) % {"n": count}
    messages.success(request, said)
    return redirect(survey)


@for_the_desk
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """What colleagues wrote in one week, to be read: nobody should know them by figures alone."""
    now = timezone.now()
    week = week_of(request.GET.get("week", ""), now=now)
    reading = verbatims.Week(week, request.user, reason=request.GET.get("reason", "")[:12])
    page = KeysetPage.of(reading.shown, ["rating", "pk"], request.GET.get("cursor", ""), size=SIZE)
    context: dict[str, Any] = {
        "week": reading,
        "page": page,
        "answers": [(answer, questions.reason_of(answer, answer.survey.kind)) for answer in page.rows],
        "is_last": reading.ends > now,
    }
    return render(request, "comms/surveys/words.html", context, partial="answers")


def week_of(given: str, *, now: datetime) -> date:
    """The Monday of a week such as 2026-W47; of this one, if it is none."""
    try:
        monday = datetime.strptime(f"{given}-1", "%G-W%V-%u").date()
    except ValueError:
        monday = date.min
    if not 2000 <= monday.year < 2100:  # nobody wrote then, and time ends somewhere
        today = timezone.localdate(now)
        monday = today - timedelta(days=today.weekday())
    return monday


@for_the_desk
@permission_required("comms.change_surveyrules", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    form = RulesForm(request.POST or None, instance=SurveyRules.the())
    if request.method == "POST" and form.is_valid():
        form.keep(by=request.user, now=timezone.now())
        messages.success(request, _("Kept. It holds from the next mail on."))
        return redirect("surveys:rules")
    return render(request, "comms/surveys/rules.html", {"form": form}, status=422 if form.errors else 200)
