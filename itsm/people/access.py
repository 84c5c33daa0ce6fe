"""Pages of the desk do not exist for colleagues without a role there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from itsm.frame.http import HttpRequest

View = Callable[..., HttpResponse]


def for_the_desk(view: View) -> View:
    """What a colleague may not see is not there: 404. Inside the desk, a missing permission is 403."""

    @wraps(view)
    def only_for_the_desk(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.works_the_desk:
            raise Http404
        return view(request, *args, **kwargs)

    return only_for_the_desk
