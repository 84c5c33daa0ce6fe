from django.urls import path

from itsm.tickets.training import views

app_name = "training"
urlpatterns = [
    path("", views.show, name="room"),
    path("invitation/", views.invitation, name="invitation"),
    path("begin/", views.begin, name="begin"),
    path("enter/", views.enter, name="enter"),
    path("leave/", views.leave, name="leave"),
    path("reset/", views.reset, name="reset"),
    path("remove/", views.remove, name="remove"),
    path("members/", views.add_member, name="add_member"),
    path("members/<int:pk>/remove/", views.remove_member, name="remove_member"),
]
