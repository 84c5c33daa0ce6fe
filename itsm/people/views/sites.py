"""The sites: a short list that administrators keep."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk
from itsm.people.forms import SiteForm
from itsm.people.models import Site


@for_the_desk
@require_safe
@permission_required("people.view_site", raise_exception=True)
def site_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    size = Count("people", filter=Q(people__is_active=True))
    sites = [(site, f"{site.local_time(now=now):%H:%M}") for site in Site.objects.annotate(size=size)]
    context = {"sites": sites, "may_change": request.user.has_perm("people.change_site")}
    return render(request, "people/sites.html", context)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("people.change_site", raise_exception=True)
def site_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    site = get_object_or_404(Site, pk=pk) if pk else None
    name = site.name if site else ""
    form = SiteForm(request.POST or None, instance=site)
    if form.is_valid():
        messages.success(request, _("%(name)s is saved.") % {"name": form.save()})
        return redirect("people:sites")
    context = {"form": form, "name": name}
    return render(request, "people/site_form.html", context, status=422 if form.errors else 200)
