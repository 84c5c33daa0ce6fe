"""The signed page from a mail's foot: say what could be better, without a sign-in."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comms.feedback import links, verbs
from comms.feedback.forms import SayForm, posted
from comms.letters import reading_as
from comms.models import Feedback
from itsm.frame.http import HttpRequest, render

TEMPLATE = "comms/feedback/better.html"
MOST_A_DAY = 10  # by such links: whoever finds a forwarded mail cannot fill the ledger


@csrf_exempt  # the signed address is the proof; a mail program's own browser has no cookie of ours
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def better(request: HttpRequest, token: str) -> HttpResponse:
    """Looking says nothing, whatever looks. Whoever is known by their sign-in to be somebody else is refused."""
    found = links.read(token)
    if found is None:
        return render(request, TEMPLATE, {"nothing": True}, status=404)
    if request.user.is_authenticated and request.user.pk != found.person.pk:
        return render(request, TEMPLATE, {"forwarded": found.person}, status=403)
    with reading_as(found.person):
        return take(request, found)


def take(request: HttpRequest, found: links.Found) -> HttpResponse:
    form = SayForm(posted(request), thing=found.about)
    context = {"form": form, "found": found}
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if not form.is_valid():
        return render(request, TEMPLATE, context, status=422)
    if has_said_enough(found):
        return render(request, TEMPLATE, {"enough": True}, status=429)
    given = found.for_hearing(without_thing=found.about is not None and not form.cleaned_data["about"])
    heard = verbs.hear(words=form.cleaned_data["words"], **given)
    return render(request, TEMPLATE, {"heard": heard})


def has_said_enough(found: links.Found) -> bool:
    since = timezone.now() - timedelta(days=1)
    by_mail = Feedback.objects.filter(author=found.person, source=Feedback.Source.MAIL, heard_at__gte=since)
    return by_mail.count() >= MOST_A_DAY
