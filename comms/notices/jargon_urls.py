from django.urls import path

from comms.notices.views import jargon

urlpatterns = [
    path("", jargon.words, name="jargon"),
    path("<int:pk>/", jargon.words, name="jargon_word"),
    path("<int:pk>/remove/", jargon.remove, name="jargon_remove"),
]
