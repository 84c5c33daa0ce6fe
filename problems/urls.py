from django.urls import path

from problems import views
from problems.recurrence import views as recurrence

app_name = "problems"
urlpatterns = [
    path("", views.problem_list, name="list"),
    path("new/", views.problem_new, name="new"),
    path("recurrences/", recurrence.recurrences, name="recurrences"),
    path("recurrences/thresholds/", recurrence.thresholds, name="thresholds"),
    path("recurrences/<int:pk>/accept/", recurrence.accept, name="accept"),
    path("recurrences/<int:pk>/dismiss/", recurrence.dismiss, name="dismiss"),
    path("<slug:number>/", views.problem, name="problem"),
    path("<slug:number>/causes/<int:pk>/root/", views.make_root, name="make_root"),
    path("<slug:number>/causes/<int:pk>/remove/", views.remove_cause, name="remove_cause"),
    path("<slug:number>/actions/<int:pk>/finish/", views.finish_action, name="finish_action"),
]
