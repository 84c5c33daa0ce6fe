from django.urls import path

from itsm.frame import views
from itsm.frame.retention import views as retention

app_name = "frame"
urlpatterns = [
    path("setup/", views.set_up, name="setup"),
    path("setup/practices/", views.practice_list, name="practices"),
    path("setup/practices/<str:name>/switch-on/", views.practice_switch_on, name="switch_on"),
    path("setup/practices/<str:name>/switch-off/", views.practice_switch_off, name="switch_off"),
    path("setup/retention/", retention.retention_list, name="retention"),
    path("setup/retention/<slug:key>/", retention.retention_rule, name="retention_rule"),
    path("setup/retention/<slug:key>/run/", retention.retention_run, name="retention_run"),
    path("help/first-steps/", views.first_step_list, name="first_steps"),
    path("help/terms/", views.term_list, name="terms"),
    path("theme/", views.theme, name="theme"),
    path("style/", views.style, name="style"),
]
