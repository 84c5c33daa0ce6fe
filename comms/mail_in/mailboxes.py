"""The mailboxes that are read, for administrators: what opens them, how they are doing, a button to try."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.mail_in import imap
from comms.mail_in.forms import MailboxForm
from comms.models import Mailbox
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk

allowed: Any = permission_required("comms.change_mailbox", raise_exception=True)


@for_the_desk
@allowed
@require_safe
def mailbox_list(request: HttpRequest) -> HttpResponse:
    return render(request, "comms/mail_in/mailboxes.html", {"mailboxes": Mailbox.objects.all()})


@for_the_desk
@allowed
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    mailbox = get_object_or_404(Mailbox, pk=pk) if pk else None
    form = MailboxForm(request.POST or None, instance=mailbox)
    if form.is_valid():
        saved = form.save()
        messages.success(request, _("%(address)s is saved. Try it now.") % {"address": saved})
        return redirect("comms:mailboxes")
    context = {"form": form, "mailbox": mailbox}
    return render(request, "comms/mail_in/mailbox.html", context, status=422 if form.errors else 200)


@for_the_desk
@allowed
@require_POST
def mailbox_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs in and counts; nothing is taken in."""
    mailbox = get_object_or_404(Mailbox, pk=pk)
    try:
        found = imap.count_new(mailbox)
    except imap.Unreachable as error:
        messages.error(request, _("%(address)s cannot be read: %(why)s") % {"address": mailbox, "why": error})
    else:
        said = ngettext("It can be read. %(n)d mail is new.", "It can be read. %(n)d mails are new.", found)
        messages.success(request, said % {"n": found})
    return redirect("comms:mailboxes")
