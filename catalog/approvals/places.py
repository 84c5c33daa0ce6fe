"""Where approvals stand in the house: registered when the app is ready."""

from catalog.approvals import asking, of_requests
from catalog.approvals.subject import register_subject
from catalog.models import ServiceRequest
from catalog.models.parts import register_approvals


def add_to_house() -> None:
    register_approvals(asking)
    register_subject(ServiceRequest.KIND, of_requests.describe)
