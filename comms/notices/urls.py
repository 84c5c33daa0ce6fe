from django.urls import path

from comms.notices.views import composer, desk, listening, reminding

urlpatterns = [
    path("", desk.notices, name="notices"),
    path("new/", composer.compose, name="notice_new"),
    path("<slug:number>/", desk.notice, name="notice"),
    path("<slug:number>/remind/", reminding.remind, name="notice_remind"),
    path("<slug:number>/sending/pause/", desk.sending, {"act": "pause"}, name="notice_pause"),
    path("<slug:number>/sending/resume/", desk.sending, {"act": "resume"}, name="notice_resume"),
    path("<slug:number>/questions/<int:pk>/answer/", listening.answer, name="notice_answer"),
    path("<slug:number>/questions/<int:pk>/together/", listening.together, name="notice_together"),
    path("<slug:number>/questions/<int:pk>/apart/", listening.apart, name="notice_apart"),
    path("<slug:number>/<slug:verb>/", composer.step, name="notice_step"),
]
