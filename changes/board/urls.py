from django.urls import path, re_path

from changes.board import views

app_name = "board"
urlpatterns = [
    path("meetings/", views.meeting_list, name="meetings"),
    path("meetings/new/", views.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>/actions/", views.take_on, name="take_on"),
    path("meetings/<int:pk>/actions/<int:action>/finish/", views.finish_action, name="finish_action"),
    path("meetings/<int:pk>/<int:item>/", views.item, name="item"),
    path("meetings/<int:pk>/<int:item>/vote/", views.vote, name="vote"),
    path("meetings/<int:pk>/<int:item>/call/", views.call, name="call"),
    path("meetings/<int:pk>/<int:item>/decide/", views.decide, name="decide"),
    re_path(
        r"^meetings/(?P<pk>\d+)/(?P<verb>join|leave|begin|end|cancel|look-again)/$", views.act, name="act"
    ),
    path("step-times/", views.step_times, name="step_times"),
    path("boards/", views.board_list, name="boards"),
    path("boards/new/", views.board_edit, name="board_new"),
    path("boards/<int:pk>/", views.board_edit, name="board"),
]
