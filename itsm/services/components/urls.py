from django.urls import path

from itsm.services.components import import_views, views

urlpatterns = [
    path("map/", views.service_map, name="map"),
    path("components/", views.component_list, name="components"),
    path("components/new/", views.component_add, name="component_add"),
    path("components/import/", import_views.import_upload, name="component_import"),
    path("components/import/sample/", import_views.import_sample, name="component_import_sample"),
    path("components/import/<str:key>/", import_views.import_plan, name="component_import_plan"),
    path("components/import/<str:key>/report/", import_views.import_report, name="component_import_report"),
    path("components/import/<str:key>/apply/", import_views.import_apply, name="component_import_apply"),
    path("components/<int:pk>/", views.component_page, name="component"),
    path("components/<int:pk>/edit/", views.component_edit, name="component_edit"),
    path("components/<int:pk>/delete/", views.component_delete, name="component_delete"),
]
