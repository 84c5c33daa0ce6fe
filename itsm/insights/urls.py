from django.urls import include, path

from itsm.insights import views
from itsm.insights.dashboards import urls as dashboards
from itsm.insights.evidence import urls as evidence
from itsm.insights.explain import urls as explain

app_name = "insights"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("", include(explain)),
    path("", include(evidence)),
    path("", include(dashboards)),  # last: a dashboard may be called anything
]
