"""The schema says of every operation how it refuses."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from itsm.frame.api.problems import MEDIA_TYPE, ProblemShape

REFUSALS = {
    "4XX": "Problem details. 400: cannot be read. 401: nobody is signed in, or the token is not valid. 403: you see it, "
    "but may not do this. 404: it does not exist for you. 422: understood, but not right; `errors` says which field. "
    "429: too many requests this minute; Retry-After says when to go on.",
}
WRITING = {
    "409": "The ticket's state refuses it, or others changed it meanwhile; `detail` is the sentence to show.",
}
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Anything unique, at most 255 characters. Sent again within 24 hours, the first answer comes back.",
)


class Schema(AutoSchema):
    view: Any

    def get_override_parameters(self) -> list[Any]:
        view = getattr(self.view, self.view.action or "", None)
        return [*super().get_override_parameters(), *([KEY] if hasattr(view, "answers_once") else [])]

    def get_operation_id(self) -> str:
        """A verb is its own name: incidents_take, not incidents_take_create."""
        name: str = super().get_operation_id()
        return name if self.view.action == "create" else name.removesuffix("_create")

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        refusals = REFUSALS if self.method in {"GET", "HEAD"} else WRITING | REFUSALS
        bodies = super()._get_response_bodies(direction)
        for code, words in refusals.items():
            answer = OpenApiResponse(ProblemShape, words)
            bodies.setdefault(code, self._get_response_for_code(answer, code, [MEDIA_TYPE], direction))
        return dict(sorted(bodies.items()))
