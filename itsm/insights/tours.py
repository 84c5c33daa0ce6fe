"""The stops on the figures."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.tours import Stop, add

STOPS = (
    Stop(
        tour="manager", order=10, url_name="insights:overview", at="[aria-labelledby=row-value]", label=_("What colleagues get"),
        says=_("Value and experience stand first, then promises, then the service, and how many there were last. Open any figure: it explains itself and shows its tickets."),
    ),
    Stop(
        tour="manager", order=20, url_name="insights:overview", at="form.filters", label=_("About what"),
        says=_("Choose the period, a team, a service. It stands in the address: send the page to somebody, and they see the same."),
    ),
    Stop(
        tour="manager", order=30, url_name="insights:overview", at=".insights-tabs", label=_("One page for each question"),
        says=_("How we communicate, where work stands still, what time colleagues lose. You may put your own together."),
    ),
    Stop(
        tour="manager", order=40, url_name="insights:dashboard", args=("mirrors",), at="#main", label=_("Two mirrors"),
        says=_("What IT measures beside what colleagues felt, service by service. Where the two part most stands first."),
    ),
)  # fmt: skip


def add_to_house() -> None:
    add(STOPS)
