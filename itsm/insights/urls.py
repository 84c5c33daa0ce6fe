from django.urls import path

from itsm.insights import views

app_name = "insights"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("figures/<slug:key>/", views.figure, name="figure"),
]
