from django.urls import path

from itsm.insights.benchmarks import views

app_name = "benchmarks"
urlpatterns = [
    path("", views.band_list, name="list"),
    path("<slug:name>/show/", views.band_show, name="show"),
    path("<int:pk>/remove/", views.band_remove, name="remove"),
]
