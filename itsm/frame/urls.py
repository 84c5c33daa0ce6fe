from django.urls import path

from itsm.frame import views

app_name = "frame"
urlpatterns = [
    path("setup/", views.set_up, name="setup"),
    path("setup/practices/", views.practice_list, name="practices"),
    path("setup/practices/<slug:name>/switch-on/", views.practice_switch_on, name="switch_on"),
    path("setup/practices/<slug:name>/switch-off/", views.practice_switch_off, name="switch_off"),
    path("theme/", views.theme, name="theme"),
    path("style/", views.style, name="style"),
]
