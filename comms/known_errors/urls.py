from django.urls import path

from comms.known_errors import pages

urlpatterns = [path("way-round/<str:token>/", pages.answer, name="answer_workaround")]
