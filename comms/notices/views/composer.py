"""Writing to many: a new notice, or the next message of one. Nothing that was typed is ever lost."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comms.models import Addressee, Notice
from comms.notices import roll, steps
from comms.notices.composing import Composition
from comms.notices.views.desk import may_tell, notice_or_404
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

CHOOSING = {"audience", "lead"}  # what is chosen there, the words follow
REGIONS = {"looked", *CHOOSING}


@for_the_desk
@may_tell
@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """A new notice, from a ticket (`?ticket=`) or on its own, of one kind."""
    kind = request.GET.get("kind", Notice.Kind.OUTAGE)
    if kind not in Notice.Kind.values:
        raise Http404
    ticket = ticket_of(request)
    return write(
        request, Composition.of_new(kind=kind, ticket=ticket, person=request.user, now=timezone.now())
    )


def ticket_of(request: HttpRequest) -> Ticket | None:
    number = request.GET.get("ticket", "").upper()
    if not number:
        return None
    found = Ticket.objects.visible_to(request.user).select_related("service").filter(number=number).first()
    if found is None:
        raise Http404
    return found


@for_the_desk
@may_tell
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """The next message of a notice, already drafted."""
    notice = notice_or_404(request, number)
    if verb not in steps.STEPS or verb not in notice.flow:
        raise Http404
    if verb not in notice.allowed_verbs:
        words = _("%(number)s is %(phase)s: that step is not possible now.")
        raise Refused(words % {"number": notice.number, "phase": notice.get_phase_display()})
    return write(request, Composition(request.user, notice, verb, timezone.now()))


def write(request: HttpRequest, composition: Composition) -> HttpResponse:
    if request.method != "POST":
        composition.take_up()
        return page(request, composition, refused=overtaken(composition))
    act = request.POST.get("act", "look")
    if act == "discard":
        composition.forget()
        return redirect(request.get_full_path())
    composition.typed = request.POST
    if act == "draft":
        composition.draft_again()
    if "put" in request.POST:
        composition.put_in(request.POST["put"])
    if request.htmx and request.htmx.target in CHOOSING:
        composition.follow()
    composition.keep()
    return tell(request, composition) if act == "tell" else page(request, composition)


def overtaken(composition: Composition) -> str:
    words = _("%(number)s was changed meanwhile. Read it again.")
    return words % {"number": composition.notice.number} if composition.overtaken else ""


def tell(request: HttpRequest, composition: Composition) -> HttpResponse:
    """Out it goes, or the page again with what is missing; what was written stands there either way."""
    composition.sent = True
    try:
        if not (composition.is_valid() and composition.reaches_somebody()):
            return page(request, composition, status=422)
        notice = composition.tell()
    except ValidationError as error:
        put_where_it_belongs(error, composition)
        return page(request, composition, status=422)
    except Refused as refused:
        return page(request, composition, refused=str(refused), status=409)
    count = Addressee.objects.still_hearing(notice).count() + roll.waiting(notice)
    words = ngettext("%(n)d colleague is being told.", "%(n)d colleagues are being told.", count)
    messages.success(request, words % {"n": count})
    return redirect(notice)


def put_where_it_belongs(error: ValidationError, composition: Composition) -> None:
    """What telling itself refuses stands at the field of that name, wherever it is on the page."""
    for name, found in (
        error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    ).items():
        home: Any = next(
            (form for form in composition.all_forms if name in form.fields), composition.when_form
        )
        home.add_error(name if name in home.fields else None, found)


def page(
    request: HttpRequest, composition: Composition, *, refused: str = "", status: int = 200
) -> HttpResponse:
    region = request.htmx.target if request.htmx and request.htmx.target in REGIONS else ""
    if not composition.sent:
        composition.be_patient()
    context = {
        "writing": composition,
        "notice": composition.notice,
        "refused": refused,
        "kinds": Notice.Kind.choices,
    }
    return render(request, "comms/notices/compose.html", context, partial=region, status=status)
