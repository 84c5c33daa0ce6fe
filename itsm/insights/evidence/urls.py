from django.urls import path

from itsm.insights.evidence import views

urlpatterns = [
    path("evidence/", views.evidence, name="evidence"),
    path("evidence/<slug:key>/", views.evidence_records, name="evidence_records"),
]
