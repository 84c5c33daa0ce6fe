from django.urls import include, path

from itsm.knowledge import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/open/", views.open_hit, name="search_open"),
    path("search/palette/", views.palette, name="palette"),
    path("search/similar/", views.similar, name="similar"),
    path("knowledge/answers/", include("itsm.knowledge.assistant.wrong_urls")),
    path("knowledge/synonyms/", include("itsm.knowledge.synonyms.urls")),
    path("knowledge/suggestions/", include("itsm.knowledge.suggesting.urls")),
    path("knowledge/topics/", include("itsm.knowledge.topics.urls")),
    path("knowledge/wanted/", include("itsm.knowledge.wanted.urls")),
    path("knowledge/", include("itsm.knowledge.articles.urls")),  # last: an article's number may be any word
]
