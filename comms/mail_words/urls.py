"""Below /comms/letters/."""

from django.urls import path

from comms.mail_words import views

urlpatterns = [
    path("", views.letter_list, name="letters"),
    path("<slug:kind>/", views.letter, name="letter"),
    path("<slug:kind>/try/", views.letter_try, name="letter_try"),
    path("<slug:kind>/test/", views.letter_test, name="letter_test"),
    path("<slug:kind>/ours/", views.letter_ours, name="letter_ours"),
]
