from django.urls import path

from itsm.knowledge.topics import views

app_name = "topics"
urlpatterns = [path("", views.topics, name="list")]
