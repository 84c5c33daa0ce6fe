"""The Celery application; tasks are found in each app's tasks.py, the pulse of worker and beat in itsm.pulse."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itsm.settings")
# `migrate` has checked everything; for the checks every worker would read all pages, and keep them in memory.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")
app = Celery("baton")
app.set_default()  # "current" is per thread, and pages run in many
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["itsm"], related_name="pulse")
app.autodiscover_tasks(
    [
        "catalog.approvals",
        "comms.briefing",
        "comms.feedback",
        "comms.mail_in",
        "comms.meetings",
        "incidents.alerts",
        "itsm.insights.rollups",
        "comms.promises",
        "comms.reports",
        "comms.surveys",
        "catalog.requests",
        "catalog.tasks",
        "changes.contract",
        "changes.doing",
        "problems.known_errors",
    ]
)
