from django.urls import path

from problems.known_errors import views
from problems.known_errors.acts import ACTS

app_name = "known_errors"
urlpatterns = [
    path("", views.known_error_list, name="list"),
    path("new/", views.new, name="new"),
    path("<slug:number>/", views.known_error, name="known_error"),
    path("<slug:number>/edit/", views.edit, name="edit"),
    path("<slug:number>/offer/<slug:ticket>/", views.offer, name="offer"),
    *[path(f"<slug:number>/{name}/", views.act, {"name": name}, name=name) for name in ACTS],
]
