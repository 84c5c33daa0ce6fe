"""The pages of whoever sends reports: their list, one of them, making, changing, looking ahead, sending."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.mail_words import writing
from comms.models import Edition, Report
from comms.models.report import HOLDS
from comms.reports import letters, making, sending, subjects, words
from comms.reports.forms import ReportForm
from comms.reports.recipients import whom
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.insights.dashboards.kept import again
from itsm.insights.forms import About
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused

sends = permission_required("comms.schedule_report", raise_exception=True)
SHOWN = 40  # editions of one report


@require_safe
@for_the_desk
@sends
def report_list(request: HttpRequest) -> HttpResponse:
    """One's own, and what others send here."""
    rows = Report.objects.visible_to(request.user).whole()
    page = KeysetPage.of(rows, ["-pk"], request.GET.get("cursor"))
    coming = Report.objects.coming_to(request.user).exclude(owner=request.user).whole()
    context = {
        "page": page,
        "rows": [line(report) for report in page],
        "coming": [line(report) | {"left": request.user in report.left.all()} for report in coming],
    }
    return render(request, "comms/reports/list.html", context)


def line(report: Report) -> dict[str, Any]:
    subject = subjects.of(report)
    return {
        "report": report, "title": title_of(subject), "when": words.when(report), "next": words.next_time(report),
    }  # fmt: skip


def title_of(subject: subjects.Subject | None) -> str:
    return subject.title if subject else _("Not in use at the moment")


@require_http_methods(["GET", "POST"])
@for_the_desk
@sends
def report_new(request: HttpRequest) -> HttpResponse:
    """Of the dashboard and the filter that the address names."""
    return composed(request, Report(owner=request.user), subject=request.GET.get("dashboard", ""))


@require_http_methods(["GET", "POST"])
@for_the_desk
@sends
def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return composed(request, theirs(request, pk))


def composed(request: HttpRequest, report: Report, subject: str = "") -> HttpResponse:
    posted = request.method == "POST"
    about = About(request.POST) if posted else About(asked(request, report))
    form = ReportForm(request.POST if posted else None, about=about, instance=report, subject=subject)
    if posted and form.is_valid():
        kept = form.keep(now=timezone.now())
        said = (
            _("Kept. It is paused and goes out once it goes on.")
            if kept.paused_at
            else _("It goes out %(when)s.")
        )
        messages.success(request, said % {"when": words.when(kept)})
        return redirect(kept)
    title = title_of(subjects.of(report)) if report.pk else ""
    context = {"form": form, "about": about, "report": report if report.pk else None, "title": title}
    return render(request, "comms/reports/form.html", context, status=422 if posted else 200)


def asked(request: HttpRequest, report: Report) -> Any:
    return subjects.choice(report.query) if report.pk else request.GET


@require_safe
@for_the_desk
@sends
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """When it goes out, who gets it and who does not, and what went out."""
    report = theirs(request, pk)
    subject, now = subjects.of(report), timezone.now()
    editions = report.editions.defer("pages").prefetch_related("copies__person")[:SHOWN]
    context = {
        "report": report,
        "subject": subject,
        "when": words.when(report),
        "next": words.next_time(report),
        "choices": list(making.choices(subjects.page_of(report, subject, now=now))) if subject else [],
        "whom": whom(report, subject) if subject else None,
        "editions": [(edition, edition.is_open(now=now)) for edition in editions],
        "days": HOLDS.days,
    }
    return render(request, "comms/reports/report.html", context)


@require_safe
@for_the_desk
@sends
def report_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail and the page as they would be now. Nothing goes out."""
    report = theirs(request, pk)
    subject, now = subjects.of(report), timezone.now()
    if subject is None:
        raise Http404
    language = get_language() or "en"
    page = making.pages(report, subject, [language], now=now)[language]
    letter = letters.letter(
        page,
        report,
        request.user,
        url=_("(the address of the page)"),
        until=now + HOLDS,
        changed=writing.changed(),
    )
    context = {"report": report, "letter": letter, **drawn(page)}
    return render(request, "comms/reports/preview.html", context)


@require_safe
@for_the_desk
@sends
def edition(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    """What went out once, for who sent it."""
    report = theirs(request, pk)
    found = get_object_or_404(report.editions, pk=edition)
    context = {"report": report, "edition": found, **drawn(found.page(get_language() or "en"))}
    return render(request, "comms/reports/edition.html", context)


def drawn(page: dict[str, Any]) -> dict[str, Any]:
    return {"title": page["title"], "about": page["about"], "panels": [again(kept) for kept in page["panels"]]}  # fmt: skip


def act(does: Callable[[HttpRequest, Report], None]) -> Callable[..., HttpResponse]:
    """One press, and back to the report."""

    @require_POST
    @for_the_desk
    @sends
    def acted(request: HttpRequest, pk: int) -> HttpResponse:
        report = theirs(request, pk)
        try:
            does(request, report)
        except Refused as refused:
            messages.warning(request, str(refused))
        return redirect(report if report.pk else "reports:list")

    return acted


@act
def report_pause(request: HttpRequest, report: Report) -> None:
    sending.pause(report, now=timezone.now())


@act
def report_resume(request: HttpRequest, report: Report) -> None:
    sending.resume(report, now=timezone.now())


@act
def report_send(request: HttpRequest, report: Report) -> None:
    sent = sending.send_now(report, now=timezone.now())
    messages.success(request, _("It is on its way to %(n)s.") % {"n": sent.copies.count()})


@act
def report_remove(request: HttpRequest, report: Report) -> None:
    """The links of its editions open nothing any more."""
    report.delete()
    messages.info(request, _("It goes out no more, and its links are closed."))


@require_POST
@for_the_desk
@sends
def edition_withdraw(request: HttpRequest, pk: int, edition: int) -> HttpResponse:
    report = theirs(request, pk)
    sending.withdraw(get_object_or_404(Edition, pk=edition, report=report), now=timezone.now())
    return redirect(report)


@require_POST
@for_the_desk
@sends
def report_want(request: HttpRequest, pk: int) -> HttpResponse:
    """What others send: out of it, or in again."""
    report = get_object_or_404(Report.objects.coming_to(request.user), pk=pk)
    way = sending.come_back if request.POST.get("again") else sending.leave
    way(report, request.user)
    return redirect("reports:list")


def theirs(request: HttpRequest, pk: int) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user).whole(), pk=pk)
