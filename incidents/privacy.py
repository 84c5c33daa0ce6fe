"""What incidents hold of a person: what they did in major incidents and reviews."""

from itsm.people.privacy.holdings import Way, register


def add_to_house() -> None:
    register(
        "work", Way.KEPT,
        ["incidents.AlertSource.owner", "incidents.MajorIncident.proposed_by", "incidents.MajorIncident.lead",
         "incidents.MajorIncident.communications", "incidents.MajorIncident.scribe", "incidents.Review.facilitator",
         "incidents.ReviewAction.owner"],
    )  # fmt: skip
