"""What insights hold of a person. Figures hold nobody: roll-ups count by team, service, kind, priority and site."""

from itsm.people.privacy.holdings import Way, register


def add_to_house() -> None:
    register("around", Way.DELETED, ["insights.OwnDashboard.owner"], tells=("title",))
    register(
        "work", Way.KEPT,
        ["insights.OwnBand.entered_by", "insights.Shown.decided_by", "insights.DeskCost.entered_by", "insights.Weighing.by",
         "insights.FigureTarget.set_by"],
    )  # fmt: skip
