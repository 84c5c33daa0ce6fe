from django.urls import path

from comms.feedback import portal

app_name = "feedback"
urlpatterns = [
    path("", portal.say, name="say"),
    path("ideas/", portal.idea_list, name="ideas"),
    path("ideas/new/", portal.idea_new, name="idea_new"),
    path("ideas/alike/", portal.alike, name="alike"),
    path("said/", portal.said_list, name="said"),
    path("<slug:number>/", portal.item, name="item"),
    path("<slug:number>/say/", portal.add, name="add"),
    path("<slug:number>/rate/", portal.rate, name="rate"),
    path("<slug:number>/vote/", portal.vote, name="vote"),
]
