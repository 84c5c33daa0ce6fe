"""Coming in: the start page by role, the demo's one click, and the sign-up that does not exist."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from itsm.frame import practices
from itsm.frame.http import HttpRequest
from itsm.people import roles
from itsm.people.demo import DEMO_PEOPLE
from itsm.people.models import Person, Team

# The first role a person has decides: who works tickets begins with tickets. Where its practice is off, the next line counts.
STARTS = (
    (roles.AGENT, "desk:home"),
    (roles.CHANGE_MANAGER, "changes:list"),
    (roles.CHANGE_MANAGER, "desk:home"),
    (roles.MANAGER, "insights:overview"),
    (roles.ADMINISTRATOR, "frame:setup"),
    (roles.COLLEAGUE, "portal:home"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return redirect(start_of(request.user))


def start_of(person: Person) -> str:
    """The address a person begins at; a practice that is off or not installed is passed over."""
    if roles.ADMINISTRATOR in person.roles and not Team.objects.exists():
        return reverse("frame:first_steps")  # a new install: there is no desk before there is a team
    for role, name in STARTS:
        if role in person.roles and practices.has_address(name):
            try:
                return reverse(name)
            except NoReverseMatch:
                continue
    return reverse("people:me")


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """One click signs in, but only where everyone is made up."""
    if not settings.DEMO or role not in DEMO_PEOPLE:
        raise Http404
    person = get_object_or_404(Person.objects.active(), email=DEMO_PEOPLE[role].email)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if safe else start_of(person))


@login_not_required
def closed(request: HttpRequest) -> HttpResponse:
    raise Http404
