"""The shelves of the catalogue: their names, their order."""

from django.contrib import messages
from django.db.models import Count, ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.models import Category, OfferingEdition
from catalog.offerings.forms import CategoryForm
from catalog.offerings.views import may, only_desk
from itsm.frame.http import HttpRequest, render


@require_http_methods(["GET", "HEAD", "POST"])
def shelves(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    only_desk(request)
    may(request, OfferingEdition.PUBLISH)
    found = get_object_or_404(Category, pk=pk) if pk else None
    form = CategoryForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("catalog:shelves")
    rows = Category.objects.annotate(holds=Count("offerings")).order_by("order", "name")
    context = {"shelves": rows, "form": form, "found": found}
    return render(request, "catalog/offerings/shelves.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Only an empty one: what stands on it would be nowhere."""
    only_desk(request)
    may(request, OfferingEdition.PUBLISH)
    try:
        get_object_or_404(Category, pk=pk).delete()
        messages.success(request, _("The shelf is gone."))
    except ProtectedError:
        messages.error(request, _("Offerings stand on this shelf. Move them first; nothing was removed."))
    return redirect("catalog:shelves")
