from django.urls import path

from itsm.services.goals import views

app_name = "goals"
urlpatterns = [
    path("", views.goal_list, name="list"),
    path("new/", views.goal_add, name="add"),
    path("<int:pk>/edit/", views.goal_edit, name="edit"),
]
