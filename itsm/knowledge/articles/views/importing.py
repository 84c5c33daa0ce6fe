"""Articles from an archive: upload, look at what would change, start, watch it."""

import csv
from functools import partial
from pathlib import PurePath

from django import forms
from django.conf import global_settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.cells import safe
from itsm.frame.http import HttpRequest, render
from itsm.knowledge.articles.access import may_import
from itsm.knowledge.importing import job
from itsm.knowledge.importing.folder import Unreadable
from itsm.knowledge.importing.plan import Options
from itsm.knowledge.tasks import import_articles
from itsm.people.access import for_the_desk
from itsm.people.models import Audience

SHOWN = 100


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Archive"),
        help_text=_(
            "A zip file or a tar archive (.tar.gz) with Markdown files and the pictures beside them."
        ),
    )
    collection = forms.SlugField(
        label=_("Name of the collection"),
        required=False,
        help_text=_("Tells this archive from others. The same name next time finds the same articles again. Empty: the file's name."),
    )  # fmt: skip
    publish = forms.BooleanField(
        label=_("Publish at once"),
        required=False,
        initial=True,
        help_text=_("Otherwise each waits for a second reader."),
    )
    audience = forms.ChoiceField(
        label=_("For whom, where a file does not say it"),
        choices=[(one.value, one.label) for one in (Audience.DESK, Audience.EVERYONE)],
        initial=Audience.DESK,
    )
    language = forms.ChoiceField(
        label=_("Language, where a file does not say it"), choices=global_settings.LANGUAGES, initial="en"
    )
    links_to = forms.URLField(
        label=_("Where links that begin with a slash lead"), required=False, assume_scheme="https",
        help_text=_("The site that the texts come from, such as https://docs.example. Empty: to pages of Baton."),
    )  # fmt: skip

    def clean_file(self) -> forms.FileField:
        file = self.cleaned_data["file"]
        if file.size > job.LARGEST:
            raise ValidationError(
                _("The file is larger than %(most)s.") % {"most": filesizeformat(job.LARGEST)}
            )
        return file

    def options(self) -> Options:
        given = {name: self.cleaned_data[name] for name in ("publish", "audience", "language")}
        name = self.cleaned_data["collection"] or PurePath(self.cleaned_data["file"].name).name.split(".")[0]
        return Options(collection=name[:60], links_to=self.cleaned_data["links_to"].rstrip("/"), **given)


@for_the_desk
@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = job.begin(file.name, file.read(), form.options(), by=request.user)
        except Unreadable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect("articles:import_job", made.key)
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/articles/import.html", {"form": form}, status=status)


@for_the_desk
@may_import
@require_safe
@never_cache
def show(request: HttpRequest, key: str) -> HttpResponse:
    """What would change; once it is started, how far it is; in the end what it did."""
    context = {"job": kept(request, key), "shown": SHOWN}
    return render(request, "knowledge/articles/import_job.html", context, partial="job")


@for_the_desk
@may_import
@require_POST
def start(request: HttpRequest, key: str) -> HttpResponse:
    found = job.apply(kept(request, key))
    begin_work(found)
    return redirect("articles:import_job", key)


@for_the_desk
@may_import
@require_safe
@never_cache
def failures(request: HttpRequest, key: str) -> HttpResponse:
    """Every file that was left out, and every remark, for a spreadsheet."""
    found = kept(request, key)
    disposition = {"Content-Disposition": 'attachment; filename="articles-left-out.csv"'}
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=disposition)
    rows = csv.writer(response)
    rows.writerow([_("file"), _("what"), _("why")])
    rows.writerows([safe(path), _("left out"), reason] for path, reason in found.left_out)
    rows.writerows([safe(path), _("remark"), one["reason"]] for one in found.remarks for path in one["paths"])
    return response


def begin_work(begun: job.Job) -> None:
    """In a worker, once this request is over."""
    transaction.on_commit(partial(import_articles.delay, begun.key, begun.by))


def kept(request: HttpRequest, key: str) -> job.Job:
    found = job.find(key, by=request.user)
    if found is None:
        raise Http404
    return found
