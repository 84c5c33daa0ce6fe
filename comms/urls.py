from django.urls import include, path

from comms import views
from comms.feedback.pages import better

app_name = "comms"
urlpatterns = [
    path("", include("comms.promises.urls")),
    path("", include("comms.knowing.urls")),
    path("", include("comms.drill.urls")),
    path("notices/", include("comms.notices.urls")),
    path("", views.inbox, name="inbox"),
    path("badge/", views.badge, name="badge"),
    path("read/", views.read, name="read"),
    path("", include("comms.budget.urls")),
    path("", include("comms.approvals.urls")),
    path("", include("comms.known_errors.urls")),
    path("better/<str:token>/", better, name="better"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("chat/", include("comms.chat.urls")),
    path("mailbox/<int:pk>/", views.mail, name="mail"),
    path("", include("comms.mail_in.urls")),
    path("jargon/", include("comms.notices.jargon_urls")),
    path("letters/", include("comms.mail_words.urls")),
]
