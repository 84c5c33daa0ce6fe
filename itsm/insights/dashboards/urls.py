"""Part of the addresses of insights: these come last, for a dashboard may be called anything."""

from django.urls import path

from itsm.insights.dashboards import own_views, views

urlpatterns = [
    path("tickets/<slug:key>/", views.tickets, name="tickets"),
    path("records/<slug:key>/", views.records, name="records"),
    path("mirrors/weights/", views.weights, name="weights"),
    path("own/", own_views.own_list, name="own_list"),
    path("own/new/", own_views.own_new, name="own_new"),
    path("own/<slug:slug>/", own_views.own, name="own"),
    path("own/<slug:slug>/wall/", own_views.own_wall, name="own_wall"),
    path("own/<slug:slug>/edit/", own_views.own_edit, name="own_edit"),
    path("own/<slug:slug>/remove/", own_views.own_remove, name="own_remove"),
    path("<slug:key>/", views.dashboard, name="dashboard"),
    path("<slug:key>/wall/", views.wall, name="wall"),
]
