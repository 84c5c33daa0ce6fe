"""Mail that waits for somebody to decide, and the whole of a mail that is on a ticket."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from comms.mail_in import quarantine
from comms.mail_in.forms import AsideForm, SenderForm
from comms.mail_in.reading import read
from comms.models import Incoming
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import View, for_the_desk

State = Incoming.State
TABS = [
    (State.QUARANTINED, gettext_lazy("In quarantine")),
    (State.AUTOMATIC, gettext_lazy("Automatic")),
    (State.STORED, gettext_lazy("Being read")),
    (State.DROPPED, gettext_lazy("Set aside")),
]


def decides(view: View) -> View:
    """Agents and administrators; for the rest of the desk it is a 403."""
    allowed = permission_required("comms.change_incoming", raise_exception=True)
    return for_the_desk(wraps(view)(allowed(view)))


def incoming_or_404(request: HttpRequest, pk: int) -> Incoming:
    mine = (
        Incoming.objects.undecided().visible_to(request.user).select_related("person", "ticket", "handled_by")
    )
    found: Incoming = get_object_or_404(mine, pk=pk)
    return found


@decides
@require_safe
def quarantine_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("state", "")
    state = asked if asked in dict(TABS) else State.QUARANTINED
    rows = Incoming.objects.visible_to(request.user).filter(state=state).light().select_related("handled_by")
    page = KeysetPage.of(rows, ["-received_at", "-pk"], request.GET.get("cursor", ""))
    context = {"page": page, "tabs": TABS, "state": state, "base": f"state={state}"}
    return render(request, "comms/mail_in/list.html", context, partial="mails")


@decides
@require_safe
def quarantined(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "comms/mail_in/mail.html", about(request, incoming_or_404(request, pk)))


def about(request: HttpRequest, mail: Incoming, **forms: Any) -> dict[str, Any]:
    letter = read(bytes(mail.raw))
    mail.html = quarantine.with_pictures(letter.html, letter)
    meant = mail.person or quarantine.meant(letter, mail)
    sender = SenderForm(initial={"sender": meant.email if meant else ""})
    return {"mail": mail, "letter": letter, "meant": meant, "sender": sender, "aside": AsideForm(), **forms}


@decides
@require_POST
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    return decided(
        request, quarantine.replay(incoming_or_404(request, pk), by=request.user, now=timezone.now())
    )


@decides
@require_POST
def is_from(request: HttpRequest, pk: int) -> HttpResponse:
    mail, form = incoming_or_404(request, pk), SenderForm(request.POST)
    if not form.is_valid():
        return render(request, "comms/mail_in/mail.html", about(request, mail, sender=form), status=422)
    sender = form.cleaned_data["sender"]
    return decided(request, quarantine.replay(mail, by=request.user, now=timezone.now(), sender=sender))


@decides
@require_POST
def set_aside(request: HttpRequest, pk: int) -> HttpResponse:
    mail, form = incoming_or_404(request, pk), AsideForm(request.POST)
    if not form.is_valid():
        return render(request, "comms/mail_in/mail.html", about(request, mail, aside=form), status=422)
    quarantine.set_aside(mail, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, _("Set aside. It is kept, and can be read again."))
    return redirect("comms:quarantine")


def decided(request: HttpRequest, mail: Incoming) -> HttpResponse:
    """On to where it went, or back to it with the reason why it did not."""
    if mail.state == State.DONE and mail.ticket:
        messages.success(request, _("The mail is on %(number)s now.") % {"number": mail.ticket.number})
        return redirect(mail.ticket)
    if mail.state in {State.DONE, State.REPORT}:
        messages.success(request, mail.reason or _("The mail is dealt with."))
        return redirect("comms:quarantine")
    messages.error(request, mail.reason or _("It will be read once more in a moment."))
    return redirect("comms:quarantined", pk=mail.pk)


@decides
@require_safe
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it came, for a mail program: always a download in a sandbox."""
    return quarantine.as_it_came(incoming_or_404(request, pk))


@require_safe
def original(request: HttpRequest, event: int) -> HttpResponse:
    """The whole mail behind a message, with what was quoted in it: for the desk, and for who wrote it."""
    mail = Incoming.objects.behind(event, request.user)
    if mail is None or mail.ticket is None:
        raise Http404
    mail.ticket.has_reader(request.user)
    frame = "base.html" if request.user.works_the_desk else "base_portal.html"
    return render(request, "comms/mail_in/original.html", {"mail": mail, "frame": frame}, partial="original")
