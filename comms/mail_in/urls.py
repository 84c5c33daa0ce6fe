from django.urls import path

from comms.mail_in import hook, mailboxes, providers, views

urlpatterns = [
    path("quarantine/", views.quarantine_list, name="quarantine"),
    path("quarantine/<int:pk>/", views.quarantined, name="quarantined"),
    path("quarantine/<int:pk>/raw/", views.raw, name="quarantined_raw"),
    path("quarantine/<int:pk>/replay/", views.replay, name="quarantined_replay"),
    path("quarantine/<int:pk>/from/", views.is_from, name="quarantined_from"),
    path("quarantine/<int:pk>/set-aside/", views.set_aside, name="quarantined_set_aside"),
    path("original/<int:event>/", views.original, name="original"),
    path("mailboxes/", mailboxes.mailbox_list, name="mailboxes"),
    path("mailboxes/new/", mailboxes.mailbox_edit, name="mailbox_new"),
    path("mailboxes/<int:pk>/", mailboxes.mailbox_edit, name="mailbox_edit"),
    path("mailboxes/<int:pk>/test/", mailboxes.mailbox_test, name="mailbox_test"),
    path("hook/", hook.hook, name="hook"),
    path("hook/<slug:provider>/<slug:kind>/", providers.provided, name="provided"),
    # Mailgun passes the mail itself on only to an address that ends like this.
    path("hook/<slug:provider>/<slug:kind>/mime", providers.provided, name="provided_mime"),
]
