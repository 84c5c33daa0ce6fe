from django.urls import path

from comms.promises import views

urlpatterns = [path("cadence/<slug:number>/", views.cadence, name="cadence")]
