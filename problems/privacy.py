"""What problems hold of a person: where a way round was tried, and who found causes."""

from django.utils.translation import gettext_lazy as _

from itsm.people.privacy.holdings import Kind, Way, register, register_kind


def add_to_house() -> None:
    register_kind(
        Kind(
            key="trials", label=_("Ways round they tried"), order=41,
            says=_("Whether it worked stays; where they tried it and their words go."),
        )
    )  # fmt: skip
    register(
        "trials", Way.BLANKED, ["problems.Trial.person"], words=("words", "environment"),
        tells=("environment", "answer", "words", "answered_at"),
    )  # fmt: skip
    register(
        "work", Way.KEPT,
        ["problems.KnownError.owner", "problems.Threshold.changed_by", "problems.Recurrence.decided_by", "problems.Cause.by",
         "problems.ProblemAction.owner"],
    )  # fmt: skip
