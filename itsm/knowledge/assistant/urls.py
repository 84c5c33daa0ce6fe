from django.urls import path

from itsm.knowledge.assistant import views

app_name = "assistant"
urlpatterns = [
    path("", views.begin, name="begin"),
    path("<int:pk>/", views.talk, name="talk"),
    path("<int:pk>/person/", views.person, name="person"),
    path("answers/<int:pk>/thumb/", views.thumb, name="thumb"),
]
