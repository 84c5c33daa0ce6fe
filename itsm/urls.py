"""Every address of Baton; each app brings its own list."""

from django.urls import include, path

from itsm import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("comms/", include("comms.urls")),
]
