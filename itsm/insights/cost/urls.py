from django.urls import path

from itsm.insights.cost import views

app_name = "cost"
urlpatterns = [
    path("", views.cost_list, name="list"),
    path("<int:pk>/remove/", views.cost_remove, name="remove"),
]
