from django.urls import path

from itsm.frame import views

app_name = "frame"
urlpatterns = [
    path("setup/", views.set_up, name="setup"),
    path("theme/", views.theme, name="theme"),
    path("style/", views.style, name="style"),
]
