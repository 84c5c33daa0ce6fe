from django.urls import path

from changes.pipelines import pages

urlpatterns = [
    path("pipelines/", pages.pipeline_list, name="pipelines"),
    path("pipelines/new/", pages.pipeline, name="pipeline_new"),
    path("pipelines/<slug:key>/", pages.pipeline, name="pipeline"),
    path("pipelines/<slug:key>/renew/", pages.renew, name="pipeline_renew"),
]
