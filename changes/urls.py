from django.urls import include, path

from changes import views
from changes.authorities import views as authorities
from changes.editing.views import plan
from changes.library import views as library
from changes.risk import views as risk

app_name = "changes"
urlpatterns = [
    path("", views.change_list, name="list"),
    path("new/", views.change_new, name="new"),
    path("risk/", risk.risk, name="risk"),
    path("risk/weights/", risk.weights, name="risk_weights"),
    path("risk/questions/new/", risk.question, name="question_new"),
    path("risk/questions/<int:pk>/", risk.question, name="question"),
    path("authorities/", authorities.authorities, name="authorities"),
    path("authorities/<slug:slug>/", authorities.authority, name="authority"),
    path("models/", library.library, name="library"),
    path("models/new/", library.write, name="model_new"),
    path("models/<slug:key>/", library.model, name="model"),
    path("models/<slug:key>/edit/", library.write, name="model_edit"),
    path("models/<slug:key>/<slug:verb>/", library.act, name="model_act"),
    path("", include("changes.pipelines.urls")),
    path("<slug:number>/", views.change, name="change"),
    path("<slug:number>/conversation/", views.conversation, name="conversation"),
    path("", include("changes.doing.urls")),
    path("<slug:number>/plan/<slug:slug>/", plan, name="plan"),
]
