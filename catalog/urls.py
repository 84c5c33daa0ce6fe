from django.urls import path

from catalog.offerings import editor, preview, shelves, views
from catalog.requests import views as requests

app_name = "catalog"
urlpatterns = [
    path("", requests.request_list, name="list"),
    path("offerings/", views.offering_list, name="offerings"),
    path("offerings/new/", views.offering_new, name="new_offering"),
    path("shelves/", shelves.shelves, name="shelves"),
    path("shelves/<int:pk>/", shelves.shelves, name="shelf"),
    path("shelves/<int:pk>/remove/", shelves.remove, name="remove_shelf"),
    path("<offering:key>/", views.offering, name="offering"),
    path("<offering:key>/about/", views.about, name="about"),
    path("<offering:key>/editions/<int:number>/", views.edition, name="edition"),
    path("<offering:key>/preview/", preview.preview, name="preview"),
    path("<offering:key>/retire/", views.retire, name="retire"),
    path("<offering:key>/bring-back/", views.bring_back, name="bring_back"),
    path("<offering:key>/propose/", editor.propose, name="propose"),
    path("<offering:key>/send-back/", editor.send_back, name="send_back"),
    path("<offering:key>/publish/", editor.publish, name="publish"),
    path("<offering:key>/discard/", editor.discard, name="discard"),
    path("<offering:key>/edit/", editor.edit, name="edit"),
    path("<offering:key>/edit/<slug:slug>/", editor.edit, name="section"),
]
