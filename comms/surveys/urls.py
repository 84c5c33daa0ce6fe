from django.urls import path

from comms.surveys import pages, views

app_name = "surveys"
urlpatterns = [
    path("", views.surveys, name="list"),
    path("ask/", views.ask, name="ask"),
    path("words/", views.words, name="words"),
    path("rules/", views.rules, name="rules"),
    path("<int:pk>/", views.survey, name="survey"),
    path("<int:pk>/end/", views.end, name="end"),
    path("answer/<str:token>/", pages.answer, name="answer"),
]
