from django.urls import path

from comms.feedback import desk

app_name = "ledger"
urlpatterns = [
    path("", desk.ledger, name="ledger"),
    path("new/", desk.new, name="new"),
    path("themes/", desk.theme_list, name="themes"),
    path("<slug:number>/", desk.item, name="item"),
    path("<slug:number>/sort/", desk.sort, name="sort"),
    path("<slug:number>/<slug:verb>/", desk.act, name="act"),
]
