"""Pages of a list by cursor: as stable at row one million as at row one."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from itsm.frame.paging import BrokenCursor, KeysetPage

if TYPE_CHECKING:
    from rest_framework.request import Request

SIZE, LARGEST = 25, 100


class Pages(BasePagination):
    """`?cursor=` is what `next` and `previous` gave, nothing to be made by hand; `?limit=` is at most 100.

    The view says the order: `order_for(request)`, fields as in order_by.
    """

    page: KeysetPage[Any]

    def paginate_queryset(self, queryset: Any, request: "Request", view: Any = None) -> list[Any]:
        self.address = request.build_absolute_uri()
        cursor, size = request.query_params.get("cursor", ""), self.size(request)
        try:
            self.page = KeysetPage.of(queryset, view.order_for(request), cursor, size=size, strict=True)
        except BrokenCursor as broken:
            message = _("This is no cursor of this list. Follow the addresses in “next” and “previous”.")
            raise ValidationError({"cursor": [message]}) from broken
        return self.page.rows

    def size(self, request: "Request") -> int:
        wanted = request.query_params.get("limit", str(SIZE))
        if not (wanted.isascii() and wanted.isdecimal() and 0 < int(wanted[:9]) <= LARGEST):
            raise ValidationError({"limit": [_("Choose a number from 1 to %(most)d.") % {"most": LARGEST}]})
        return int(wanted)

    def get_paginated_response(self, data: Any) -> Response:
        links = {"next": self.link(self.page.next), "previous": self.link(self.page.previous)}
        return Response({**links, "results": data})

    def link(self, cursor: str) -> str | None:
        return replace_query_param(self.address, "cursor", cursor) if cursor else None

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": SIZE}
        return [
            {
                "name": "cursor",
                "in": "query",
                "schema": {"type": "string"},
                "description": "From `next` or `previous`.",
            },
            {"name": "limit", "in": "query", "schema": size, "description": "Rows on a page."},
        ]
