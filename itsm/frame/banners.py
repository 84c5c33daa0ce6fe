"""One slim line on top of every page, for what nobody may miss. Each app adds its own when it is ready; the frame knows none."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from itsm.frame.http import HttpRequest

Banner = Callable[["HttpRequest"], str]
_banners: dict[str, Banner] = {}


def add(name: str, banner: Banner) -> None:
    """`banner` answers HTML, or nothing. It is asked on every page, so it must be cheap."""
    _banners[name] = banner


def banners_for(request: "HttpRequest") -> SafeString:
    return format_html_join("", "{}", ((banner(request),) for banner in _banners.values()))
