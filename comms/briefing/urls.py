from django.urls import path

from comms.briefing import pages

app_name = "briefing"
urlpatterns = [
    path("", pages.briefing_list, name="list"),
    path("make/", pages.briefing_make, name="make"),
    path("<int:pk>/", pages.briefing_page, name="briefing"),
    path("<int:pk>/edit/", pages.briefing_edit, name="edit"),
    path("<int:pk>/send/", pages.briefing_send, name="send"),
    path("read/<str:token>/", pages.read, name="read"),
]
