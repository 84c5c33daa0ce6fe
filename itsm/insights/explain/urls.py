from django.urls import path

from itsm.insights.explain import views

urlpatterns = [
    path("figures/<slug:key>/", views.figure, name="figure"),
    path("figures/<slug:key>/file/<slug:kind>/", views.export, name="figure_file"),
]
