from django.urls import path

from catalog.tasks import hooks

app_name = "hooks"
urlpatterns = [
    path("", hooks.hook_list, name="list"),
    path("new/", hooks.hook, name="new"),
    path("<int:pk>/", hooks.hook, name="hook"),
    path("<int:pk>/renew/", hooks.renew, name="renew"),
    path("<int:pk>/try/", hooks.try_hook, name="try"),
    path("<int:pk>/delete/", hooks.delete, name="delete"),
]
