from django.urls import path

from catalog.requests import portal

app_name = "asking"
urlpatterns = [
    path("", portal.shelves, name="shelves"),
    path("<offering:key>/", portal.offering, name="offering"),
]
