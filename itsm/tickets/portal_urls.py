from django.urls import path

from itsm.tickets.views import portal

app_name = "portal"
urlpatterns = [
    path("", portal.home, name="home"),
    path("<slug:number>/", portal.ticket, name="ticket"),
    path("<slug:number>/me-too/", portal.me_too, name="me_too"),
]
