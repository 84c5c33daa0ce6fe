"""How much reaches a person: below /comms/."""

from django.urls import path

from comms.budget import views

urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("budget/", views.budget, name="budget"),
    path("mine/", views.mine, name="mine"),
    path("unsubscribe/<str:token>/", views.one_click, name="unsubscribe"),
]
