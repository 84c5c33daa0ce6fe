from django.urls import path

from itsm.knowledge import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/palette/", views.palette, name="palette"),
    path("search/similar/", views.similar, name="similar"),
]
