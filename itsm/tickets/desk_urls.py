from django.urls import path

from itsm.tickets.views import desk

app_name = "desk"
urlpatterns = [path("", desk.desk, name="home")]
