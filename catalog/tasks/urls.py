from django.urls import path

from catalog.tasks import views

app_name = "tasks"
urlpatterns = [
    path("", views.task_list, name="list"),
    path("<int:pk>/", views.task, name="task"),
    path("<int:pk>/tick/<int:point>/", views.tick, name="tick"),
    path("<int:pk>/<slug:act>/", views.task_act, name="act"),
]
