from django.urls import path

from changes.doing import views

urlpatterns = [
    path("<slug:number>/carry-out/", views.carry_out, name="carry_out"),
    path("<slug:number>/steps/<int:pk>/tick/", views.tick, name="tick"),
    path("<slug:number>/steps/<int:pk>/untick/", views.untick, name="untick"),
    path("<slug:number>/review/", views.review, name="review"),
    path("<slug:number>/caused/<slug:incident>/", views.caused, name="caused"),
]
