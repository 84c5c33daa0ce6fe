"""What the catalogue holds of a person: what they wrote into forms, and what they agreed to."""

from django.utils.translation import gettext_lazy as _

from itsm.people.privacy.holdings import Kind, Way, register, register_kind


def add_to_house() -> None:
    register_kind(
        Kind(
            key="forms", label=_("Forms they filled in"), order=15,
            says=_("The answers go. Who agreed to what stays, without the name and the words."),
        )
    )  # fmt: skip
    register(
        "forms",
        Way.BLANKED,
        ["catalog.ServiceRequest.requester"],
        words=("answers",),
        tells=("number", "answers"),
    )
    register(
        "forms",
        Way.BLANKED,
        ["catalog.Approval.person"],
        words=("words",),
        tells=("step__ticket__number", "words"),
    )
    register(
        "work", Way.KEPT,
        ["catalog.ApprovalStep.owner", "catalog.Approval.stands_for", "catalog.Offering.owner", "catalog.OfferingEdition.by",
         "catalog.OfferingEdition.decided_by", "catalog.Task.assignee", "catalog.Task.done_by"],
    )  # fmt: skip
