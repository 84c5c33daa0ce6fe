from django.urls import path

from itsm.services.outages import views

app_name = "outages"
urlpatterns = [
    path("<int:service>/outages/", views.outage_list, name="list"),
    path("<int:service>/outages/new/", views.outage_record, name="record"),
    path("<int:service>/outages/worth/", views.worth_edit, name="worth"),
    path("<int:service>/outages/<int:pk>/", views.outage_page, name="outage"),
    path("<int:service>/outages/<int:pk>/correct/", views.outage_correct, name="correct"),
    path("<int:service>/outages/<int:pk>/estimate/", views.outage_estimate, name="estimate"),
]
