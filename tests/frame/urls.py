"""The frame alone, with a page that uses it: its tests need no other app's addresses."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import include, path

from itsm.frame.http import render


@login_not_required
def probe(request):
    if "broken" in request.GET:
        raise PermissionDenied
    messages.info(request, "Saved <b>it</b>.")
    return HttpResponse("fragment") if request.htmx else render(request, request.GET.get("base", "base.html"))


urlpatterns = [path("", include("itsm.frame.urls")), path("probe/", probe)]
