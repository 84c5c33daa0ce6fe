from datetime import date

from django.urls import path, register_converter

from comms.status import feeds, following_views, settings_views, views


class DayConverter:
    """2026-11-22; what is no day is no page."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


register_converter(DayConverter, "day")

app_name = "status"
urlpatterns = [
    path("", views.page, name="page"),
    path("history/", views.history, name="history"),
    path("<day:on>/", views.day, name="day"),
    path("feed.atom", feeds.open_feed, name="feed"),
    path("maintenance.ics", feeds.open_maintenance, name="maintenance"),
    path("maintenance/<slug:notice>.ics", feeds.open_one_maintenance, name="one_maintenance"),
    path("api/v2/<path:what>.json", feeds.open_shape, name="shape"),
    path("for/<str:key>/feed.atom", feeds.private_feed, name="private_feed"),
    path("for/<str:key>/maintenance.ics", feeds.private_maintenance, name="private_maintenance"),
    path(
        "for/<str:key>/maintenance/<slug:notice>.ics",
        feeds.private_one_maintenance,
        name="private_one_maintenance",
    ),
    path("for/<str:key>/api/v2/<path:what>.json", feeds.private_shape, name="private_shape"),
    path("follow/", following_views.follow, name="follow"),
    path("addresses/", following_views.addresses, name="addresses"),
    path("ask/", following_views.ask, name="ask"),
    path("confirm/<str:token>/", following_views.confirm, name="confirm"),
    path("leave/<str:token>/", following_views.leave, name="leave"),
    path("settings/", settings_views.settings, name="settings"),
]
