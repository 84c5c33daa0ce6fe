"""What changes hold of a person: the address of their calendar, and what they decided and did."""

from itsm.people.privacy.holdings import Way, register


def add_to_house() -> None:
    register("ways_in", Way.DELETED, ["changes.CalendarAddress.person"])
    register("around", Way.DELETED, ["changes.Board_members.person"], tells=("board__name",))
    register(
        "work", Way.KEPT,
        ["changes.ChangeModel.owner", "changes.ChangeModel.authorised_by", "changes.ChangeStep.owner",
         "changes.ChangeStep.done_by", "changes.ContractLine.overridden_by", "changes.Board.chair", "changes.Meeting.chair",
         "changes.Attendance.person", "changes.AgendaItem.decided_by", "changes.Vote.person", "changes.MeetingAction.owner",
         "changes.Occasion.person", "changes.Occasion.by", "changes.Collision.accepted_by", "changes.CollisionWord.by",
         "changes.Pipeline.speaks_for"],
    )  # fmt: skip
