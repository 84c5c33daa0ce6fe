from django.urls import path

from comms.knowing import views

urlpatterns = [path("knowing/<slug:number>/", views.knowing, name="knowing")]
