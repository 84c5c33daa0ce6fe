from django.urls import include, path

from itsm.knowledge import views

urlpatterns = [
    path("knowledge/", include("itsm.knowledge.articles.urls")),
    path("search/", views.search, name="search"),
    path("search/palette/", views.palette, name="palette"),
    path("search/similar/", views.similar, name="similar"),
]
