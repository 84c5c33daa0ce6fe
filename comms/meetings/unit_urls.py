from django.urls import path

from comms.meetings import unit_pages

app_name = "units"
urlpatterns = [
    path("", unit_pages.unit_list, name="list"),
    path("new/", unit_pages.unit_edit, name="add"),
    path("<int:pk>/", unit_pages.unit_page, name="unit"),
    path("<int:pk>/edit/", unit_pages.unit_edit, name="edit"),
]
