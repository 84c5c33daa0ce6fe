"""Evidence by clause, to read, to print, and to follow to its records."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.insights.evidence.forms import SpanForm
from itsm.insights.evidence.registry import CLAUSES, named
from itsm.insights.evidence.report import report
from itsm.insights.views import READERS


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    if not request.user.roles & READERS:
        raise PermissionDenied
    form = SpanForm(request.GET)
    span = form.span
    zone = timezone.get_default_timezone_name()
    context = {"form": form, "span": span, "parts": report(span), "now": timezone.now(), "zone": zone}
    return render(request, "insights/evidence/evidence.html", context)


@require_safe
def evidence_records(request: HttpRequest, key: str) -> HttpResponse:
    """As many as the report counted; those on tickets the reader may not see are not named."""
    if not request.user.roles & READERS:
        raise PermissionDenied
    line = named(key)
    if line is None:
        raise Http404
    form = SpanForm(request.GET)
    span = form.span
    rows = line.among(span.since, span.until)
    seen = line.visible(rows, request.user)
    order = (f"-{line.moment}", "-pk") if line.moment else ("pk",)
    page = KeysetPage.of(line.with_related(seen), order, request.GET.get("cursor"))
    count = rows.count()
    context = {
        "line": line,
        "clause": next(clause for clause in CLAUSES if clause.number == line.clause),
        "form": form,
        "span": span,
        "page": page,
        "base": span.query,
        "rows": [(line.name(row), line.href(row), line.at(row)) for row in page],
        "count": count,
        "hidden": count - seen.count(),
    }
    return render(request, "insights/evidence/records.html", context)
