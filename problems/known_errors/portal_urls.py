from django.urls import path

from problems.known_errors import portal

app_name = "known"
urlpatterns = [
    path("", portal.known_error_list, name="list"),
    path("<slug:number>/", portal.known_error, name="known_error"),
    path("<slug:number>/answer/", portal.answer, name="answer"),
]
