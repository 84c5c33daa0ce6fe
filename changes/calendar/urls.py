from django.urls import path

from changes.calendar import collision_views, feed, occasion_views, views

app_name = "calendar"
urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/move/<slug:number>/", views.move, name="move"),
    path("calendar/of/<slug:number>/", views.of_change, name="of_change"),
    path("calendar/address/", views.address, name="address"),
    path("calendar/for/<str:key>/changes.ics", feed.feed, name="feed"),
    path("collisions/", collision_views.collision_list, name="collisions"),
    path("collisions/<int:pk>/", collision_views.collision, name="collision"),
    path("collisions/<int:pk>/discuss/", collision_views.discuss, name="discuss"),
    path("collisions/<int:pk>/accept/", collision_views.accept, name="accept"),
    path("occasions/", occasion_views.occasion_list, name="occasions"),
    path("occasions/new/", occasion_views.occasion_new, name="occasion_new"),
    path("occasions/<int:pk>/", occasion_views.occasion, name="occasion"),
    path("occasions/<int:pk>/edit/", occasion_views.occasion_edit, name="occasion_edit"),
    path("occasions/<int:pk>/cancel/", occasion_views.occasion_cancel, name="occasion_cancel"),
]
