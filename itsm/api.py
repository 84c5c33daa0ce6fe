"""Every address of the API, its schema and the page that shows it."""

from functools import cache
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from catalog.api import OfferingViewSet, ShelfViewSet
from catalog.approvals.api import ApprovalViewSet, StepViewSet
from catalog.tasks.api import HookViewSet, TaskViewSet
from changes.api import (
    AuthorityViewSet,
    ChangeModelViewSet,
    RiskQuestionViewSet,
    RiskWeightsViewSet,
)
from changes.board.api import BoardViewSet, MeetingViewSet, StepTimeViewSet
from changes.calendar.api import CalendarAddressViewSet, ChangeCalendarViewSet
from changes.calendar.collisions_api import CollisionViewSet
from changes.calendar.occasions_api import OccasionViewSet
from changes.pipelines.api import DeploymentViewSet, PipelineViewSet
from comms.api import InboxViewSet
from comms.briefing.api import BriefingViewSet
from comms.budget.api import MailWeekViewSet, MessageViewSet, PreferencesViewSet, QuietHoursViewSet
from comms.changes_api import ChangeViewSet
from comms.chat.api import RoomViewSet
from comms.drill.api import DrillViewSet
from comms.feedback.api import FeedbackViewSet, ThemeViewSet
from comms.improvements.api import ImprovementViewSet
from comms.incidents_api import IncidentViewSet
from comms.mail_in.api import IncomingViewSet, MailboxViewSet
from comms.mail_words.api import LetterViewSet
from comms.meetings.api import ActionViewSet, DecisionViewSet, UnitViewSet
from comms.meetings.api import MeetingViewSet as ReviewMeetingViewSet
from comms.notices.api import NoticeViewSet
from comms.notices.jargon_api import JargonViewSet
from comms.reports.api import EditionViewSet, ReportViewSet
from comms.requests_api import RequestViewSet
from comms.status.api import PlaceViewSet, StatusPageViewSet, StatusViewSet, SubscriptionViewSet
from comms.status.days_api import AddressesViewSet, DayViewSet
from comms.surveys.api import InvitationViewSet, SurveyRulesViewSet, SurveyViewSet
from incidents.alerts.api import AlertSourceViewSet, AlertViewSet
from incidents.api import CategoryViewSet
from itsm.frame.api.first_steps import FirstStepViewSet
from itsm.frame.api.practices import PracticeViewSet
from itsm.frame.api.problems import not_found
from itsm.frame.api.terms import TermViewSet
from itsm.frame.http import HttpRequest
from itsm.frame.retention.api import RetentionViewSet
from itsm.insights.benchmarks.api import BenchmarkViewSet, OwnBandViewSet
from itsm.insights.cost.api import CostViewSet
from itsm.insights.dashboards.api import DashboardViewSet, WeightsViewSet
from itsm.insights.dashboards.own_api import OwnViewSet
from itsm.insights.evidence.api import EvidenceRecordViewSet, EvidenceViewSet
from itsm.insights.explain.api import ExplainedViewSet
from itsm.insights.goals.api import TargetViewSet
from itsm.knowledge.api import SearchViewSet, SimilarViewSet
from itsm.knowledge.articles.api import ArticleViewSet
from itsm.knowledge.articles.hearing_api import VoiceViewSet
from itsm.knowledge.articles.import_api import ArticleImportViewSet
from itsm.knowledge.assistant.api import TalkViewSet, WrongAnswerViewSet
from itsm.knowledge.suggesting.api import SuggestionViewSet
from itsm.knowledge.synonyms.api import SynonymViewSet
from itsm.knowledge.topics.api import TopicViewSet
from itsm.knowledge.wanted.api import WantedViewSet
from itsm.people.absence_api import AbsenceViewSet, AwayViewSet
from itsm.people.api import MeViewSet, PersonViewSet, SiteViewSet, TeamViewSet, TokenViewSet
from itsm.people.privacy.api import DataCopyViewSet, ErasureViewSet
from itsm.services.api import AgreementViewSet, CalendarViewSet, ServiceViewSet, SilenceViewSet
from itsm.services.components.api import ComponentImportViewSet, ComponentViewSet
from itsm.services.goals.api import GoalViewSet, StakeholderViewSet
from itsm.services.outages.api import OutageViewSet, WorthViewSet
from itsm.tickets.api.desk import AttachmentViewSet, DeskViewSet, MacroViewSet, SavedViewViewSet
from itsm.tickets.api.home import HomeViewSet
from itsm.tickets.api.viewsets import TicketReads
from itsm.tickets.reads.api import ReadViewSet
from itsm.tickets.training.api import TrainingViewSet
from problems.api import ProblemViewSet, RecurrenceViewSet
from problems.known_errors.api import KnownErrorViewSet


class Shelves(SimpleRouter):
    """What begins with another word is passed over at once: in one flat list a request would try a thousand addresses."""

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [self.shelf(*entry) for entry in self.registry]

    def shelf(self, prefix: str, viewset: Any, basename: str) -> URLResolver:
        within = SimpleRouter()
        within.register("", viewset, basename)
        return re_path(f"^{prefix}/", include(within.urls))


router = Shelves()
router.register("desk", DeskViewSet, basename="desk")
router.register("tickets", TicketReads, basename="tickets")
router.register("incidents", IncidentViewSet, basename="incidents")
router.register("requests", RequestViewSet, basename="requests")
router.register("problems", ProblemViewSet, basename="problems")
router.register("recurrences", RecurrenceViewSet, basename="recurrences")
router.register("goals", GoalViewSet, basename="goals")
router.register("stakeholders", StakeholderViewSet, basename="stakeholders")
router.register("dashboards", DashboardViewSet, basename="dashboards")
router.register("own-dashboards", OwnViewSet, basename="own-dashboards")
router.register("benchmarks", BenchmarkViewSet, basename="benchmarks")
router.register("own-bands", OwnBandViewSet, basename="own-bands")
router.register("desk-costs", CostViewSet, basename="desk-costs")
router.register("targets", TargetViewSet, basename="targets")
router.register("boards", BoardViewSet, basename="boards")
router.register("meetings", MeetingViewSet, basename="meetings")
router.register("review-meetings", ReviewMeetingViewSet, basename="review-meetings")
router.register("reports", ReportViewSet, basename="reports")
router.register("report-editions", EditionViewSet, basename="report-editions")
router.register("briefings", BriefingViewSet, basename="briefings")
router.register("decisions", DecisionViewSet, basename="decisions")
router.register("actions", ActionViewSet, basename="actions")
router.register("units", UnitViewSet, basename="units")
router.register("changes", ChangeViewSet, basename="changes")
router.register("change-models", ChangeModelViewSet, basename="change-models")
router.register("deployments", DeploymentViewSet, basename="deployments")
router.register("pipelines", PipelineViewSet, basename="pipelines")
router.register("change-authorities", AuthorityViewSet, basename="change-authorities")
router.register("risk-questions", RiskQuestionViewSet, basename="risk-questions")
router.register("change-calendar", ChangeCalendarViewSet, basename="change-calendar")
router.register("occasions", OccasionViewSet, basename="occasions")
router.register("collisions", CollisionViewSet, basename="collisions")
router.register("offerings", OfferingViewSet, basename="offerings")
router.register("shelves", ShelfViewSet, basename="shelves")
router.register("alerts", AlertViewSet, basename="alerts")
router.register("alert-sources", AlertSourceViewSet, basename="alert-sources")
router.register("categories", CategoryViewSet, basename="categories")
router.register("articles", ArticleViewSet, basename="articles")
router.register("known-errors", KnownErrorViewSet, basename="known-errors")
router.register("article-voices", VoiceViewSet, basename="article-voices")
router.register("article-imports", ArticleImportViewSet, basename="article-imports")
router.register("attachments", AttachmentViewSet, basename="attachments")
router.register("macros", MacroViewSet, basename="macros")
router.register("erasures", ErasureViewSet, basename="erasures")
router.register("data-copies", DataCopyViewSet, basename="data-copies")
router.register("reads", ReadViewSet, basename="reads")
router.register("views", SavedViewViewSet, basename="views")
router.register("evidence", EvidenceViewSet, basename="evidence")
router.register(r"evidence/(?P<key>[a-z-]+)/records", EvidenceRecordViewSet, basename="evidence-records")
router.register("figures", ExplainedViewSet, basename="figures")
router.register("search", SearchViewSet, basename="search")
router.register("talks", TalkViewSet, basename="talks")
router.register("wrong-answers", WrongAnswerViewSet, basename="wrong-answers")
router.register("similar", SimilarViewSet, basename="similar")
router.register("suggestions", SuggestionViewSet, basename="suggestions")
router.register("topics", TopicViewSet, basename="topics")
router.register("synonyms", SynonymViewSet, basename="synonyms")
router.register("wanted", WantedViewSet, basename="wanted")
router.register("inbox", InboxViewSet, basename="inbox")
router.register("incoming", IncomingViewSet, basename="incoming")
router.register("mailboxes", MailboxViewSet, basename="mailboxes")
router.register("messages", MessageViewSet, basename="messages")
router.register("drills", DrillViewSet, basename="drills")
router.register("rooms", RoomViewSet, basename="rooms")
router.register("letters", LetterViewSet, basename="letters")
router.register("mail-weeks", MailWeekViewSet, basename="mail-weeks")
router.register("feedback", FeedbackViewSet, basename="feedback")
router.register("themes", ThemeViewSet, basename="themes")
router.register("improvements", ImprovementViewSet, basename="improvements")
router.register("notices", NoticeViewSet, basename="notices")
router.register("jargon", JargonViewSet, basename="jargon")
router.register("surveys", SurveyViewSet, basename="surveys")
router.register("invitations", InvitationViewSet, basename="invitations")
router.register("retention", RetentionViewSet, basename="retention")
router.register("practices", PracticeViewSet, basename="practices")
router.register("terms", TermViewSet, basename="terms")
router.register("training", TrainingViewSet, basename="training")
router.register("first-steps", FirstStepViewSet, basename="first-steps")
router.register("people", PersonViewSet, basename="people")
router.register("tasks", TaskViewSet, basename="tasks")
router.register("hooks", HookViewSet, basename="hooks")
router.register("teams", TeamViewSet, basename="teams")
router.register("sites", SiteViewSet, basename="sites")
router.register("subscriptions", SubscriptionViewSet, basename="subscriptions")
router.register("status/days", DayViewSet, basename="status-days")
router.register("status/services", PlaceViewSet, basename="status-services")
router.register("services/worth", WorthViewSet, basename="services-worth")
router.register("services", ServiceViewSet, basename="services")
router.register("outages", OutageViewSet, basename="outages")
router.register("components", ComponentViewSet, basename="components")
router.register("component-imports", ComponentImportViewSet, basename="component-imports")
router.register("calendars", CalendarViewSet, basename="calendars")
router.register("silence-limits", SilenceViewSet, basename="silence-limits")
router.register("agreements", AgreementViewSet, basename="agreements")
router.register("tokens", TokenViewSet, basename="tokens")
router.register("me/absences", AbsenceViewSet, basename="my-absences")
router.register("absences", AwayViewSet, basename="absences")
router.register("approvals", ApprovalViewSet, basename="approvals")
router.register("approval-steps", StepViewSet, basename="approval-steps")

mine: Any = {"get": "retrieve", "patch": "partial_update"}
governing = [
    path("experience-weights/", WeightsViewSet.as_view(mine), name="experience-weights"),
    path("risk-weights/", RiskWeightsViewSet.as_view(mine), name="risk-weights"),
    path("survey-rules/", SurveyRulesViewSet.as_view(mine, basename="survey-rules"), name="survey-rules"),
    path("step-times/", StepTimeViewSet.as_view({"get": "retrieve"}), name="step-times"),
]
me = [
    path("me/", MeViewSet.as_view(mine), name="me"),
    path("me/preferences/", PreferencesViewSet.as_view(mine), name="preferences"),
    path("me/home/", HomeViewSet.as_view({"get": "retrieve"}), name="home"),
    path(
        "me/calendar-address/",
        CalendarAddressViewSet.as_view({"get": "retrieve", "post": "renew"}, basename="calendar-address"),
        name="calendar-address",
    ),
    path("me/quiet-hours/", QuietHoursViewSet.as_view(mine), name="quiet-hours"),
]
status = [
    path("status/", StatusViewSet.as_view({"get": "retrieve"}), name="status"),
    path(
        "status/page/",
        StatusPageViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="status-page",
    ),
    path(
        "status/addresses/",
        AddressesViewSet.as_view({"get": "retrieve", "post": "renew"}),
        name="status-addresses",
    ),
]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The schema as a page to try it on, with one's own sign-in."""
    return render(request, "api/docs.html")


app_name = "api"


class Document(SchemaGenerator):
    """It says the same to everybody as long as the process runs, and takes a second to write."""

    def get_schema(self, request: Any = None, public: bool = False) -> Any:  # noqa: FBT001, FBT002 - as the library has it
        return document(get_language())


@cache
def document(language: str | None) -> Any:
    return SchemaGenerator().get_schema(public=True)


class Yaml(OpenApiYamlRenderer):
    """Writing it down takes as long as making it."""

    written: ClassVar[dict[str | None, bytes]] = {}

    def render(self, data: Any, *about: Any, **more: Any) -> bytes:
        language = get_language()
        if data is not document(language):
            return super().render(data, *about, **more)
        if language not in self.written:
            self.written[language] = super().render(data, *about, **more)
        return self.written[language]


FORMS = [Yaml, *SpectacularAPIView.renderer_classes[1:]]


urlpatterns = [
    path("v1/", include([*me, *status, *governing, *router.urls])),
    path(
        "schema/", SpectacularAPIView.as_view(generator_class=Document, renderer_classes=FORMS), name="schema"
    ),
    path("docs/", docs, name="docs"),
    re_path("", csrf_exempt(login_not_required(not_found)), name="nothing"),
]
