"""Every address of Baton; each app brings its own list."""

from django.urls import include, path

from catalog.tasks.views import call_back
from changes.pipelines.door import receive as hear_pipeline
from incidents.alerts.door import receive
from itsm import health
from itsm.people.views import entrance

urlpatterns = [
    path("", entrance.home, name="home"),
    path("accounts/", include("itsm.people.signin_urls")),
    path("people/units/", include("comms.meetings.unit_urls")),
    path("people/", include("itsm.people.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("itsm.frame.urls")),
    path("desk/tasks/", include("catalog.tasks.urls")),
    path("desk/", include("itsm.tickets.desk_urls")),
    path("portal/notices/", include("comms.notices.portal_urls")),
    path("portal/approvals/", include("catalog.approvals.urls")),
    path("portal/find/", include("catalog.portal.urls")),
    path("portal/catalog/", include("catalog.portal_urls")),
    path("portal/known-errors/", include("problems.known_errors.portal_urls")),
    path("portal/feedback/", include("comms.feedback.portal_urls")),
    path("portal/assistant/", include("itsm.knowledge.assistant.urls")),
    path("portal/", include("itsm.tickets.portal_urls")),
    path("incidents/", include("incidents.urls")),
    path("problems/known-errors/", include("problems.known_errors.urls")),
    path("problems/", include("problems.urls")),
    path("changes/", include("changes.calendar.urls")),
    path("changes/", include("changes.board.urls")),
    path("changes/", include("changes.urls")),
    path("services/goals/", include("itsm.services.goals.urls")),
    path("services/", include("itsm.services.outages.urls")),
    path("services/", include("itsm.services.urls")),
    path("catalog/hooks/", include("catalog.tasks.hook_urls")),
    path("hooks/tasks/<str:key>/", call_back, name="task_call_back"),
    path("hooks/alerts/<str:key>/", receive, name="alert_hook"),
    path("hooks/pipelines/<str:key>/", hear_pipeline, name="pipeline_hook"),
    path("catalog/", include("catalog.urls")),
    path("comms/feedback/", include("comms.feedback.urls")),
    path("comms/improvements/", include("comms.improvements.urls")),
    path("comms/surveys/", include("comms.surveys.urls")),
    path("comms/meetings/", include("comms.meetings.urls")),
    path("comms/briefing/", include("comms.briefing.urls")),
    path("comms/", include("comms.urls")),
    path("status/", include("comms.status.urls")),
    path("training/", include("itsm.tickets.training.urls")),
    path("insights/benchmarks/", include("itsm.insights.benchmarks.urls")),
    path("insights/cost/", include("itsm.insights.cost.urls")),
    path("insights/targets/", include("itsm.insights.goals.urls")),
    path("insights/reports/", include("comms.reports.urls")),
    path("insights/", include("itsm.insights.urls")),
    path("", include("itsm.knowledge.urls")),
    path("api/", include("itsm.api")),
    path("", include("itsm.tickets.urls")),  # last: any kind's place, then a number, then a verb
]
