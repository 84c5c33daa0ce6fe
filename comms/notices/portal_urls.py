from django.urls import path

from comms.notices.acts import ACTS
from comms.notices.views import portal

app_name = "notices"
urlpatterns = [
    path("", portal.notices, name="notices"),
    path("cards/", portal.cards, name="cards"),
    path("<slug:number>/", portal.notice, name="notice"),
    *(
        path(f"<slug:number>/{name}/", portal.act, {"name": name}, name=name.replace("-", "_"))
        for name in ACTS
    ),
]
