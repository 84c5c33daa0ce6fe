"""The cadence of a major incident, again: its page fetches it as time passes and as messages go out."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from comms.promises.panels import cadence_card
from incidents.views import major_or_404
from itsm.frame.http import HttpRequest, render


@require_safe
def cadence(request: HttpRequest, number: str) -> HttpResponse:
    major = major_or_404(request, number)
    card = cadence_card(major) or {"ticket": major.incident}
    return render(request, "comms/promises/cadence_page.html", card, partial="cadence")
