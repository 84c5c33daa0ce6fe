from django.urls import path

from comms.improvements import views

app_name = "improvements"
urlpatterns = [
    path("", views.register, name="register"),
    path("new/", views.new, name="new"),
    path("<slug:number>/", views.improvement, name="improvement"),
    path("<slug:number>/edit/", views.edit, name="edit"),
    path("<slug:number>/<slug:verb>/", views.act, name="act"),
]
