from django.urls import path

from itsm.knowledge.suggesting import views

app_name = "suggesting"
urlpatterns = [
    path("of/<slug:number>/", views.of_ticket, name="of_ticket"),
    path("<int:pk>/take/", views.take, name="take"),
    path("<int:pk>/dismiss/", views.dismiss, name="dismiss"),
]
