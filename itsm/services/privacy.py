"""What services and goals hold of a person: who looks after them, and who needs them."""

from itsm.people.privacy.holdings import Way, register


def add_to_house() -> None:
    register("profile", Way.DELETED, ["services.Stakeholder.person"], tells=("service__name", "needs"))
    register(
        "work",
        Way.KEPT,
        [
            "services.Goal.owner",
            "services.SignOff.by",
            "services.Service.owner",
            "services.ServiceWorth.said_by",
        ],
    )
