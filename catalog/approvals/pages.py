"""What waits for my yes, and one of them. Nobody sees or decides what somebody else was asked: that is a 404."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.approvals.deciding import CannotDecide, decide
from catalog.approvals.looking import shown
from catalog.approvals.subject import files_of
from catalog.models import Approval
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.tickets.views.files import download

LONGEST = 2000  # characters of a reason


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The longest waiting first; then what I answered, the newest first."""
    mine = Approval.objects.of(request.user).with_subject()
    answered = mine.exclude(state=Approval.State.ASKED).exclude(decided_at=None)
    context = {
        "waiting": mine.waiting().order_by("step__asked_at", "pk")[:100],
        "page": KeysetPage.of(answered, ["-decided_at", "-pk"], request.GET.get("cursor", ""), size=20),
    }
    return render(request, "catalog/approvals/list.html", context, partial="approvals")


@require_safe
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    return answer_page(request, mine_or_404(request, pk))


@require_safe
def file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """What came with the request, for whoever is asked about it."""
    ticket = mine_or_404(request, pk).step.ticket
    return download(get_object_or_404(files_of(ticket), pk=file))


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    return take_answer(request, mine_or_404(request, pk), agrees=True)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return take_answer(request, mine_or_404(request, pk), agrees=False)


def mine_or_404(request: HttpRequest, pk: int) -> Approval:
    return get_object_or_404(Approval.objects.of(request.user).with_subject(), pk=pk)


def take_answer(request: HttpRequest, mine: Approval, *, agrees: bool) -> HttpResponse:
    words, digest = request.POST.get("words", "")[:LONGEST], request.POST.get("digest", "")
    try:
        decide(mine, agrees=agrees, words=words, by=request.user, digest=digest)
    except CannotDecide as refused:
        return answer_page(
            request, mine_or_404(request, mine.pk), words=words, refused=refused.why, status=409
        )
    except ValidationError as error:
        return answer_page(request, mine, words=words, error=error.messages[0], status=422)
    said = _("You agreed: %(title)s.") if agrees else _("You declined: %(title)s.")
    messages.success(request, said % {"title": mine.step.ticket.title})
    return redirect("approvals:waiting")


def answer_page(request: HttpRequest, mine: Approval, *, status: int = 200, **about: Any) -> HttpResponse:
    context = {**shown(mine), **about}
    return render(request, "catalog/approvals/approval.html", context, status=status)
