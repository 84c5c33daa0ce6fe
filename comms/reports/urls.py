from django.urls import path

from comms.reports import pages, reading

app_name = "reports"
urlpatterns = [
    path("", pages.report_list, name="list"),
    path("new/", pages.report_new, name="new"),
    path("read/<str:token>/", reading.read, name="read"),
    path("leave/<str:token>/", reading.leave, name="leave"),
    path("<int:pk>/", pages.report_page, name="report"),
    path("<int:pk>/edit/", pages.report_edit, name="edit"),
    path("<int:pk>/preview/", pages.report_preview, name="preview"),
    path("<int:pk>/pause/", pages.report_pause, name="pause"),
    path("<int:pk>/resume/", pages.report_resume, name="resume"),
    path("<int:pk>/send/", pages.report_send, name="send"),
    path("<int:pk>/remove/", pages.report_remove, name="remove"),
    path("<int:pk>/want/", pages.report_want, name="want"),
    path("<int:pk>/editions/<int:edition>/", pages.edition, name="edition"),
    path("<int:pk>/editions/<int:edition>/withdraw/", pages.edition_withdraw, name="withdraw"),
]
