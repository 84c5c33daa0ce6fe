"""What everyone may look after themselves: how they are greeted, their clock, their language, their tokens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from itsm.frame.http import HttpRequest, render
from itsm.people.forms import ProfileForm, TokenForm
from itsm.people.models import Person, Token


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=Person.objects.get(pk=request.user.pk))
    if form.is_valid():
        person = form.save()
        with translation.override(person.language):  # the answer is in the language just chosen
            messages.success(request, _("Your settings are saved."))
        return redirect("people:me")
    context = {"form": form}
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The secret stands on the answer to the POST and nowhere else, so that answer is the page, not a redirect."""
    form, now, secret = TokenForm(request.POST or None), timezone.now(), ""
    if form.is_valid():
        life, words = form.lifetime(), form.cleaned_data
        _made, secret = Token.objects.issue(
            request.user,
            now=now,
            name=words["name"],
            scopes=words["scopes"],
            expires_at=now + life if life else None,
        )
        form = TokenForm()
    mine = [(token, token.state(now=now)) for token in request.user.tokens.all()]
    context = {"form": form, "tokens": mine, "secret": secret}
    return render(request, "people/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token, pk=pk, person=request.user)
    token.revoke(now=timezone.now())
    messages.success(request, _("%(name)s opens nothing any more.") % {"name": token.name})
    return redirect("people:tokens")
