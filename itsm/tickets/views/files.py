"""Attachments: always a download in a sandbox, never a page of ours."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest
from itsm.people.models import Person
from itsm.tickets.models import Attachment, Read

# Whatever the file is, it runs nothing here, loads nothing and is not guessed at.
SANDBOX = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


def file_or_404(person: Person, pk: int) -> Attachment:
    seen = Attachment.objects.visible_to(person).select_related("ticket")
    found: Attachment = get_object_or_404(seen, pk=pk)
    found.ticket.has_reader(person, Read.Way.FILE)
    return found


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    return download(file_or_404(request.user, pk))


def download(found: Attachment) -> HttpResponse:
    """For whoever may have it; who may is decided before."""
    answer = FileResponse(
        found.file.open(), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    for name, value in SANDBOX.items():
        answer[name] = value
    return answer  # type: ignore[return-value]


@require_safe
def thumbnail(request: HttpRequest, pk: int) -> HttpResponse:
    found = file_or_404(request.user, pk)
    if not found.thumbnail:
        raise Http404
    answer = FileResponse(found.thumbnail.open(), content_type="image/webp")
    for name, value in {**SANDBOX, "Cache-Control": "private, max-age=86400, immutable"}.items():
        answer[name] = value
    return answer  # type: ignore[return-value]
