from django.urls import path

from catalog.portal import views

app_name = "help"
urlpatterns = [
    path("", views.find, name="find"),
    path("like/", views.like, name="like"),
    path("open/", views.open_answer, name="open"),
]
