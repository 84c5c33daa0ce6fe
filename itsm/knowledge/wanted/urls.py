from django.urls import path

from itsm.knowledge.wanted import views

app_name = "wanted"
urlpatterns = [path("", views.wanted, name="list")]
