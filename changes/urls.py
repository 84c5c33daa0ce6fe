from django.urls import include, path

from changes import views
from changes.editing.views import plan

app_name = "changes"
urlpatterns = [
    path("", views.change_list, name="list"),
    path("new/", views.change_new, name="new"),
    path("<slug:number>/", views.change, name="change"),
    path("<slug:number>/conversation/", views.conversation, name="conversation"),
    path("", include("changes.doing.urls")),
    path("<slug:number>/plan/<slug:slug>/", plan, name="plan"),
]
