"""Below /portal/approvals/: what waits for one's yes."""

from django.urls import path

from catalog.approvals import pages

app_name = "approvals"
urlpatterns = [
    path("", pages.waiting, name="waiting"),
    path("<int:pk>/", pages.approval, name="approval"),
    path("<int:pk>/approve/", pages.approve, name="approve"),
    path("<int:pk>/decline/", pages.decline, name="decline"),
    path("<int:pk>/files/<int:file>/", pages.file, name="file"),
]
