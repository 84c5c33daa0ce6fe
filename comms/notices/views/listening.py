"""Questions under a notice, at the desk: answered once for all who asked, put together, taken apart."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comms.models import Question
from comms.notices import questions
from comms.notices.views.desk import may_tell, notice_or_404, show
from itsm.frame.http import HttpRequest
from itsm.people.access import for_the_desk


@for_the_desk
@may_tell
@require_POST
def answer(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    notice = notice_or_404(request, number)
    question = get_object_or_404(Question, notice=notice, pk=pk)
    words = request.POST.get("words", "")
    try:
        topic = questions.answer(question, words, request.user, now=timezone.now())
    except ValidationError:
        return show(request, notice, refused=question, status=422)
    count = 1 + topic.others.exclude(by=topic.by_id).values("by").distinct().count()
    said = ngettext("Answered. %(n)d colleague is told.", "Answered. %(n)d colleagues are told.", count)
    messages.success(request, said % {"n": count})
    return redirect(f"{notice.get_absolute_url()}#q{topic.pk}")


@for_the_desk
@may_tell
@require_POST
def together(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    notice = notice_or_404(request, number)
    question = get_object_or_404(Question, notice=notice, pk=pk)
    other = request.POST.get("topic", "")
    topic = get_object_or_404(Question, notice=notice, pk=int(other) if other.isdecimal() else 0)
    questions.put_together(question, topic)
    messages.success(request, _("Put together: one answer reaches all who asked."))
    return redirect(f"{notice.get_absolute_url()}#q{topic.pk}")


@for_the_desk
@may_tell
@require_POST
def apart(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    notice = notice_or_404(request, number)
    question = get_object_or_404(Question, notice=notice, pk=pk)
    questions.take_apart(question)
    return redirect(f"{notice.get_absolute_url()}#q{question.pk}")
