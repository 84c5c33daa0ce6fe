from django.urls import path

from itsm.services.goals import views

app_name = "goals"
urlpatterns = [
    path("", views.goal_list, name="list"),
    path("new/", views.goal_add, name="add"),
    path("roadmap/", views.roadmap, name="roadmap"),
    path("<int:pk>/", views.goal_page, name="goal"),
    path("<int:pk>/edit/", views.goal_edit, name="edit"),
    path("<int:pk>/sign-off/", views.sign_off, name="sign_off"),
    path("stakeholders/<int:pk>/", views.stakeholder_list, name="stakeholders"),
    path(
        "stakeholders/<int:pk>/remove/<int:stakeholder>/",
        views.stakeholder_remove,
        name="stakeholder_remove",
    ),
]
