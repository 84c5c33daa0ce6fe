from django.urls import path

from itsm.knowledge.assistant import wrong_views

app_name = "answers"
urlpatterns = [
    path("", wrong_views.wrong_list, name="list"),
    path("<int:pk>/seen/", wrong_views.seen_to, name="seen"),
]
