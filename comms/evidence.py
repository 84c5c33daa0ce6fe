"""What notices, talks, surveys, feedback and improvements answer when an auditor asks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from comms.models import Briefing, Decision, Feedback, Improvement, Meeting, Notice, Survey, Update
from itsm.insights.evidence.registry import Line, Rows, of_ticket, register


def notices() -> Rows:
    return Notice.objects.filter(published_at__isnull=False, drill=False)


def messages() -> Rows:
    return Update.objects.filter(notice__drill=False)


def outages() -> Rows:
    return notices().filter(kind=Notice.Kind.OUTAGE)


def reviews() -> Rows:
    return Meeting.objects.filter(kind__in=Meeting.TALKS, state=Meeting.State.OVER)


def surveys() -> Rows:
    return Survey.objects.all()


def feedback() -> Rows:
    return Feedback.objects.all()


def improvements() -> Rows:
    return Improvement.objects.all()


def looked_at() -> Rows:
    return improvements().filter(state=Improvement.State.REVIEWED)


def briefings() -> Rows:
    return Briefing.objects.filter(sent_at__isnull=False)


def decisions() -> Rows:
    return Decision.objects.filter(figure__isnull=False)


def message_name(row: Update) -> str:
    return f"{row.notice.number} {row.notice.title}"


def message_page(row: Update) -> str:
    return row.notice.get_absolute_url()


def only_number(row: Feedback) -> str:
    """Nobody's words stand in a report."""
    return row.number


def add_to_house() -> None:
    said: dict[str, Any] = {
        "ticket": "ticket",
        "name": only_number,
        "clause": "8.3.2",
        "page": "ledger:ledger",
    }
    better: dict[str, Any] = {"name": of_ticket, "clause": "10.2", "page": "improvements:register"}
    register(
        Line(key="notices", clause="7.4", says=_("Notices told"), rows=notices, moment="published_at", ticket="ticket", name=of_ticket, page="comms:notices", order=10),
        Line(key="messages", clause="7.4", says=_("Messages in them"), rows=messages, moment="at", ticket="notice__ticket", name=message_name, href=message_page, related=("notice",), page="comms:notices", order=11),
        Line(key="reviews", clause="8.3.2", says=_("Service reviews and check-ins held"), rows=reviews, moment="ended_at", related=("service", "unit", "team"), page="meetings:list", order=30),
        Line(key="surveys", clause="8.3.2", says=_("Surveys asked"), rows=surveys, moment="opened_at", page="surveys:list", order=31),
        Line(key="feedback-heard", says=_("Feedback and complaints recorded"), rows=feedback, moment="heard_at", order=32, **said),
        Line(key="feedback-ended", says=_("Of them ended with an answer"), rows=feedback, moment="ended_at", order=33, **said),
        Line(key="outages", clause="8.7.1", says=_("Outages that colleagues were told of"), rows=outages, moment="published_at", ticket="ticket", name=of_ticket, page="comms:notices", order=80),
        Line(key="briefings", clause="9.4", says=_("Briefings sent to sponsors"), rows=briefings, moment="sent_at", page="briefing:list", order=91),
        Line(key="decisions", clause="9.4", says=_("Decisions made from a figure, which is kept"), rows=decisions, moment="at", page="meetings:list", order=92),
        Line(key="improvements-proposed", says=_("Improvements proposed, each with an owner"), rows=improvements, moment="proposed_at", order=100, **better),
        Line(key="improvements-reviewed", says=_("Improvements done and looked at"), rows=looked_at, moment="ended_at", order=101, **better),
    )  # fmt: skip
