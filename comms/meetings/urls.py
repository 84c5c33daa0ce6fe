from django.urls import path

from comms.meetings import decisions, views

app_name = "meetings"
urlpatterns = [
    path("", views.meeting_list, name="list"),
    path("new/", views.meeting_new, name="new"),
    path("actions/", views.actions, name="actions"),
    path("actions/<int:pk>/finish/", views.finish, name="finish"),
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/new/", decisions.decide, name="decide"),
    path("decisions/<int:pk>/", decisions.decision_page, name="decision"),
    path("<slug:number>/", views.meeting, name="meeting"),
    path("<slug:number>/edit/", views.meeting_edit, name="edit"),
    path("<slug:number>/write/", views.write, name="write"),
    path("<slug:number>/decide/", views.decide, name="decide_in"),
    path("<slug:number>/take-on/", views.take_on, name="take_on"),
    path("<slug:number>/<slug:verb>/", views.act, name="act"),
]
