from django.urls import include, path

from incidents import talking, views

app_name = "incidents"
urlpatterns = [
    path("", views.incident_list, name="list"),
    path("", include("incidents.alerts.urls")),
    path("new/", views.incident_new, name="new"),
    path("report/", views.incident_report, name="report"),
    path("talk/", talking.talk, name="talk"),
    path("<slug:number>/major/", views.major, name="major"),
    path("<slug:number>/review/", views.review, name="review"),
    path("<slug:number>/review/actions/", views.add_action, name="add_action"),
    path("<slug:number>/review/actions/<int:pk>/finish/", views.finish_action, name="finish_action"),
]
