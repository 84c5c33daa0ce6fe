from django.urls import include, path

from itsm.services import policy_views, views

app_name = "services"

urlpatterns = [
    path("", views.service_list, name="list"),
    path("", include("itsm.services.components.urls")),
    path("new/", views.service_add, name="add"),
    path("<int:pk>/", views.service_page, name="service"),
    path("<int:pk>/edit/", views.service_edit, name="edit"),
    path("<int:pk>/depend/", views.service_depend, name="depend"),
    path("<int:pk>/release/<int:other>/", views.service_release, name="release"),
    path("policy/", policy_views.policy_page, name="policy"),
    path("policy/matrix/", policy_views.matrix_edit, name="matrix"),
    path("policy/silence/", policy_views.silence_edit, name="silence"),
    path("calendars/new/", policy_views.calendar_edit, name="calendar_add"),
    path("calendars/<int:pk>/", policy_views.calendar_edit, name="calendar"),
    path("agreements/new/", policy_views.agreement_edit, name="agreement_add"),
    path("agreements/<int:pk>/", policy_views.agreement_edit, name="agreement"),
    path("agreements/<int:pk>/targets/", policy_views.agreement_targets, name="agreement_targets"),
    path("agreements/<int:pk>/steps/", policy_views.agreement_steps, name="agreement_steps"),
    path(
        "agreements/<int:pk>/make-default/",
        policy_views.agreement_make_default,
        name="agreement_make_default",
    ),
]
