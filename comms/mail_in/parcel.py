"""A provider's request as django-anymail reads it, its body taken by our own measure.

Django's limit for a body is made for forms that people fill in; a mail that comes as a field of a form may be longer.
"""

import re
from email.parser import BytesHeaderParser
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

MOST_PARTS = 1000
FORM = "multipart/form-data"
HEAD_ENDS = b"\r\n\r\n"


class Malformed(ValueError):
    """Not what it says it is."""


class Parcel(HttpRequest):
    """Its head is the request's own; `parts` are the fields of its form as they came, byte by byte."""

    def __init__(self, request: HttpRequest, body: bytes) -> None:
        super().__init__()
        self.method, self.META = request.method, request.META
        self.path, self.path_info = request.path, request.path_info
        self.content_type, self.content_params = request.content_type, request.content_params
        self.encoding = "utf-8"  # first: to set it empties what was read
        self.whole, self.parts = body, dict[str, bytes]()
        self.POST: Any = QueryDict(mutable=True)
        self.FILES = MultiValueDict()
        if self.content_type == FORM:
            self._unpack()
        elif self.content_type == "application/x-www-form-urlencoded":
            self.POST = QueryDict(body, encoding="utf-8")
            pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
            self.parts = {name: value.encode("latin-1") for name, value in pairs}

    @cached_property
    def body(self) -> bytes:
        return self.whole

    def _unpack(self) -> None:
        boundary = (self.content_params or {}).get("boundary", "").encode()
        pieces = (b"\r\n" + self.whole).split(b"\r\n--" + boundary) if boundary else []
        if not 2 <= len(pieces) <= MOST_PARTS:
            raise Malformed("No form is in it, or too many fields.")
        for piece in pieces[1:-1]:  # before the first is nothing, after the last its end
            self._take(piece)

    def _take(self, piece: bytes) -> None:
        head, found, content = piece.lstrip(b" \t").removeprefix(b"\r\n").partition(HEAD_ENDS)
        fields = BytesHeaderParser().parsebytes(head + HEAD_ENDS)
        name = fields.get_param("name", header="content-disposition")
        if not found or not isinstance(name, str):
            raise Malformed("A field of the form has no name.")
        file_name = fields.get_filename()
        if file_name is None:
            self.parts[name] = content
            self.POST.appendlist(name, content.decode(errors="replace"))
        else:
            plain = re.split(r"[/\\]", file_name)[-1] or "file"
            self.FILES.appendlist(name, SimpleUploadedFile(plain, content, fields.get_content_type()))
