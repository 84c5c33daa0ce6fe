"""A desk with people and nothing else."""

from django.urls import include, path

urlpatterns = [path("people/", include("itsm.people.urls"))]
