"""A reminder to who has not confirmed: first who they are, then it goes out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from comms.notices import reminding, telling
from comms.notices.views.desk import may_tell, notice_or_404
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk


@for_the_desk
@may_tell
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, number: str) -> HttpResponse:
    found, now = notice_or_404(request, number), timezone.now()
    if request.method != "POST":
        context = {"notice": found, "reminder": reminding.preview(found, now=now)}
        return render(request, "comms/notices/remind.html", context)
    update = telling.remind(found, by=request.user, now=now)
    count = found.addressees.filter(reminded_at=update.at).count()
    words = ngettext("%(n)d colleague is being reminded.", "%(n)d colleagues are being reminded.", count)
    messages.success(request, words % {"n": count})
    return redirect(found)
