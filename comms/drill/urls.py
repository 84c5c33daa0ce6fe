from django.urls import path

from comms.drill import views

urlpatterns = [
    path("drill/", views.drills, name="drills"),
    path("drill/<int:pk>/", views.drill, name="drill"),
    path("drill/<int:pk>/end/", views.end, name="drill_end"),
    path("drill/<int:pk>/<slug:verb>/", views.say, name="drill_say"),
]
