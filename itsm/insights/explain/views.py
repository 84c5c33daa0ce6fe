"""The page of one figure, and the files in which it is taken along: for managers and administrators."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.insights.explain import told
from itsm.insights.explain.account import Account, find
from itsm.insights.explain.drawn import draw
from itsm.insights.explain.exports import FILES
from itsm.insights.explain.lines import bands, changes, compared, moved
from itsm.insights.explain.moved import adds_up
from itsm.insights.explain.still import StillAccount, find_standing
from itsm.insights.figures import actions_for, shown, unit_of, with_unit
from itsm.insights.forms import About
from itsm.insights.measures import Figure
from itsm.insights.views import READERS


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure, with all that makes it understood."""
    _only_readers(request)
    form, one = About(request.GET), find(key)
    if one is None:
        return standing(request, key, form)
    account = Account.of(one, form, person=request.user)
    asked = request.GET.get("stretch", "")
    stretch, about = account.stretch(asked)
    query = account.asking(stretch=asked if stretch else "")
    unit, now = one.unit, account.now
    context = {
        **_page(request, account, key),
        "value": shown(now, unit),
        "unit": unit_of(now, unit, tickets=one.counts_tickets),
        "chart": draw(account).page(),
        "changed": changes(account),
        "compared": list(compared(account)),
        "moved": list(moved(account)),
        "adds_up": adds_up(one),
        "least": one.needs_many,
        "bands": bands(account),
        "nobody_publishes": account.nobody_publishes,
        "target": with_unit(Figure(account.target, 0), unit) if account.target is not None else "",
        "records": told.parts(one, about, request.user) or told.made_of(one, about, query),
        "stretch": stretch,
        "counted": told.how_many(one, about) if stretch or not told.one_by_one(one) else None,
        "listed": _listed(account, asked if stretch else ""),
        "of": [part for part in one.of if find(part.key)],
        "files": [(kind, file.label) for kind, file in FILES.items()],
    }
    return render(request, "insights/figure.html", context)


def standing(request: HttpRequest, key: str, form: About) -> HttpResponse:
    """A figure of this moment, which has no past."""
    one = find_standing(key)
    if one is None:
        raise Http404
    account = StillAccount.of(one, form)
    context = {
        **_page(request, account, key),
        "value": shown(account.now, one.unit),
        "unit": unit_of(account.now, one.unit),
        "bands": bands(account),
        "nobody_publishes": account.nobody_publishes,
        "listed": account.about.records(key),
    }
    return render(request, "insights/figure.html", context)


@require_safe
def export(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """The same figure as a file."""
    _only_readers(request)
    one = find(key)
    if one is None or kind not in FILES:
        raise Http404
    account = Account.of(one, About(request.GET), person=request.user)
    return FILES[kind].response(account, name=f"{key}-{timezone.localdate():%Y-%m-%d}")


def _page(request: HttpRequest, account: Account | StillAccount, key: str) -> dict[str, Any]:
    query = account.about.query
    return {
        "form": account.form,
        "page": account.about,
        "measure": account.measure,
        "place": reverse("insights:figure", args=[key]),
        "actions": [(one, one.href(key, query)) for one in actions_for(request.user)],
    }


def _listed(account: Account, stretch: str) -> str:
    return account.records(stretch=stretch) if told.one_by_one(account.measure) else ""


def _only_readers(request: HttpRequest) -> None:
    if not request.user.roles & READERS:
        raise PermissionDenied
