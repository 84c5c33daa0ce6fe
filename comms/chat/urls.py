from django.urls import path

from comms.chat import hooks, views

urlpatterns = [
    path("", views.rooms, name="chat_rooms"),
    path("new/", views.room, name="chat_new"),
    path("<int:pk>/", views.room, name="chat_room"),
    path("<int:pk>/try/", views.try_room, name="chat_try"),
    path("<int:pk>/delete/", views.delete_room, name="chat_delete"),
    path("link/", views.link, name="chat_link"),
    path("slack/events/", hooks.slack_events, name="slack_events"),
    path("slack/command/", hooks.slack_command, name="slack_command"),
    path("mattermost/words/", hooks.mattermost_words, name="mattermost_words"),
    path("mattermost/command/", hooks.mattermost_command, name="mattermost_command"),
]
