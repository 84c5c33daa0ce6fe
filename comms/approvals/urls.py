from django.urls import path

from comms.approvals import pages

urlpatterns = [path("approve/<str:token>/", pages.answer, name="approve")]
