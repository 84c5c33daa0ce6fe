from django.urls import path

from itsm.knowledge.synonyms import views

app_name = "synonyms"
urlpatterns = [
    path("", views.synonyms, name="list"),
    path("<int:pk>/", views.synonyms, name="edit"),
    path("<int:pk>/remove/", views.remove, name="remove"),
]
