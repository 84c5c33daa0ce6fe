"""A small desk in which every address of Baton leads somewhere: who asks, and what the names in an address stand for."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog.models import ServiceRequest
from changes.models import Change, Deployment
from comms import unsubscribe
from comms.drill import rehearsing
from comms.models import Drill, Edition, EditionCopy, Group, Incoming, Jargon, Mailbox, Notice, Report, Room
from comms.notices import questions, telling
from comms.status import following, reading
from incidents.models import Category, Incident, MajorIncident, Review, ReviewAction
from itsm.frame.secrets import seal
from itsm.insights.models import DeskCost
from itsm.knowledge.models import Article, Suggestion, Synonym, Talk, Turn
from itsm.people import roles
from itsm.people.models import Person, Team, Token
from itsm.services.models import Agreement, Component, SupportCalendar
from itsm.tickets.models import Attachment, Macro, SavedView
from itsm.tickets.training import team as training
from problems.models import Problem
from tests import factories
from tests.access import (
    of_alerts,
    of_approvals,
    of_articles,
    of_boards,
    of_calendar,
    of_catalogue,
    of_changes,
    of_dashboards,
    of_feedback,
    of_figures,
    of_known_errors,
    of_meetings,
    of_outages,
    of_pipelines,
    of_privacy,
    of_problems,
    of_reports,
    of_surveys,
    of_tasks,
)
from tests.comms.status.telling import notice as status_notice

if TYPE_CHECKING:
    from tests.access.routes import Route

# In the order of the table's columns. `colleague` asked for the ticket, `agent` is of its team, `outsider` of another.
ROLES = ("anonymous", "colleague", "stranger", "outsider", "agent", "manager", "administrator")
# Whom a restricted ticket does not exist for: neither its team nor named on it, whatever their role.
KEPT_OUT = ("stranger", "outsider", "manager", "administrator")


class World:
    request: ServiceRequest  # made with the catalogue
    report: Report
    edition: Edition
    edition_copy: EditionCopy
    problem: Problem
    change: Change
    moving: Change  # in the calendar
    deployment: Deployment  # of the change

    def __init__(self) -> None:
        self.team: Team = factories.TeamFactory(name="Service desk", first_line=True)
        self.people: dict[str, Person | None] = {
            "anonymous": None,
            "colleague": factories.PersonFactory(name="Ana Reis"),
            "stranger": factories.PersonFactory(name="Sam Stranger"),
            "outsider": factories.PersonFactory(
                roles=[roles.AGENT], teams=[factories.TeamFactory(name="Network")]
            ),
            "agent": factories.PersonFactory(name="Ivo Lund", roles=[roles.AGENT], teams=[self.team]),
            "manager": factories.PersonFactory(roles=[roles.MANAGER]),
            "administrator": factories.PersonFactory(roles=[roles.ADMINISTRATOR]),
        }
        self.everyone = factories.PersonFactory(
            roles=roles.GROUPS, teams=[self.team]
        )  # no door is closed to them
        self.service = factories.ServiceFactory(name="Mail", team=self.team)
        self.service.depends_on.add(factories.ServiceFactory(name="Directory"))
        self.component = Component.objects.create(key="db1", name="Database")
        self.ticket = self.make_ticket()
        self.article = of_articles.make(self)
        self.known_error = of_known_errors.make(self)
        self.notice = self.make_notice()
        self.feedback = of_feedback.make(self)
        self.invitation = of_surveys.make(self)
        self.maintenance = status_notice(
            "planned", at=timezone.now(), kind="maintenance", starts_at=timezone.now(), public=True
        )
        self.jargon = Jargon.objects.create(
            word="Kronos", changed_by=self.people["agent"], changed_at=timezone.now()
        )
        training.begin(members=[self.people["agent"]], now=timezone.now())
        self.objects = self.make_objects()
        self.addresses: dict[Route, str] = {}

    def make_ticket(self) -> Incident:
        """New, public, proposed as major, with a word, a file and a review."""
        colleague, agent = self.people["colleague"], self.people["agent"]
        ticket = factories.incident(by=colleague, team=self.team, service=self.service)
        self.file = Attachment.take_in(SimpleUploadedFile("a.txt", b"x"), ticket_id=ticket.pk, by=colleague)
        ticket.reply("Nothing goes out any more", by=colleague, attachments=[self.file])
        MajorIncident.propose(ticket, impact="Nobody can write", by=agent)
        review = Review.objects.create(incident=ticket, facilitator=agent, summary="A disk was full.")
        self.action = ReviewAction.objects.create(
            review=review, what="Watch it", owner=agent, due_on=timezone.localdate()
        )
        return ticket

    def make_notice(self) -> Notice:
        """Told to the colleague about their ticket, and asked about by them."""
        now, colleague, agent = timezone.now(), self.people["colleague"], self.people["agent"]
        notice = telling.open_notice(
            kind="outage", title="Mail is down", by=agent, ticket=self.ticket, aim={"people": [colleague]},
            must_acknowledge=True, question="Does mail work?", answers=["Yes", "No"], right=1, now=now,
        )  # fmt: skip
        words = dict.fromkeys(("what", "who", "do", "we"), "Mail does not work today.")
        until = now + timedelta(hours=1)
        telling.say(notice, "publish", by=agent, texts={"colleagues": words}, next_update_at=until, now=now)
        self.question = questions.ask(notice, colleague, "When will it work?", "portal", now=now)
        return notice

    def make_objects(self) -> dict[str, Any]:
        """By the beginning of a route's name: what `<pk>` means there."""
        colleague, agent = self.people["colleague"], self.people["agent"]
        token, _secret = Token.objects.issue(colleague, now=timezone.now(), name="script", scopes=["read"])
        return {
            "people:token": token,
            "cost:": (cost := DeskCost.enter(date(2026, 1, 1), Decimal(9000), by=agent)),
            "api:desk-costs": cost,
            "training:": self.people["agent"],
            "people:team": self.team,
            "people:site": colleague.site,
            "people:": self.people["stranger"],
            "services:calendar": SupportCalendar.objects.first(),
            "services:agreement": Agreement.objects.first(),
            "services:": self.service,
            "services:component": self.component,
            "api:components": self.component,
            "incidents:finish_action": self.action,
            "tickets:attachment": self.file,
            "tickets:thumbnail": self.file,
            "tickets:macro": Macro.objects.create(name="Hello", mode="reply", words="Hello {colleague}"),
            "tickets:delete_view": SavedView.objects.create(name="Mail", owner=agent, query="q=mail"),
            "tickets:of_person": colleague,
            "comms:mail": None,
            "comms:quarantined": self.waiting_mail(),
            "comms:mailbox_": self.mailbox,
            "api:incoming": self.mail,
            "api:mailboxes": self.mailbox,
            "comms:chat_": Room.objects.create(name="Desk", server="other", address=seal("json://127.0.0.1")),
            "comms:drill": self.rehearsal(),
            "comms:jargon": self.jargon,
            "synonyms:": Synonym.objects.first(),
            "api:synonyms": Synonym.objects.first(),
            "api:article-voices": self.article.votes.get(),
            "suggesting:": self.suggestion(),
            "api:suggestions": self.suggestion(),
            "api:attachments": self.file,
            "api:macros": Macro.objects.first(),
            "api:views": SavedView.objects.first(),
            "api:people": self.people["stranger"],
            "api:teams": self.team,
            "api:sites": colleague.site,
            "api:services": self.service,
            "api:calendars": SupportCalendar.objects.first(),
            "api:agreements": Agreement.objects.first(),
            "comms:notice_": self.question,
            "api:notices": self.question,
            "api:rooms": Room.objects.first(),
            "api:drills": Drill.objects.first(),
            "api:jargon": self.jargon,
            "api:subscriptions": following.follow(self.service, person=colleague, now=timezone.now()),
            "api:status-services": self.service,
            "api:categories": Category.objects.create(name="Mail"),
            "api:tokens": token,
            "api:incidents": self.action,
            **of_tasks.objects(self),
            **of_alerts.objects(self),
            **of_changes.objects(self),
            **of_boards.objects(self),
            **of_dashboards.objects(self),
            **of_figures.objects(self),
            **of_meetings.objects(self),
            **of_outages.objects(self),
            **of_pipelines.objects(self),
            **of_calendar.objects(self),
            **self.of_talks(),
            **of_catalogue.objects(self),
            **of_approvals.objects(self),
            **of_problems.objects(self),
            **of_privacy.objects(self),
            **of_reports.objects(self),
            **of_surveys.objects(self),
        }

    def of_talks(self) -> dict[str, Any]:
        """The colleague asked the assistant, and the answer did not help."""
        talk = Talk.objects.create(person=self.people["colleague"])
        source = {"kind": "article", "key": "KB-1", "title": "Print", "url": "/", "passage": "Do this."}
        self.turn = Turn.objects.create(
            talk=talk,
            side="assistant",
            words="It says:",
            knows=True,
            sources=[source],
            wrong_at=timezone.now(),
        )
        return {
            "assistant:": talk,
            "assistant:thumb": self.turn,
            "answers:": self.turn,
            "api:talks": talk,
            "api:wrong-answers": self.turn,
        }

    def waiting_mail(self) -> Incoming:
        """One mail in quarantine, one on the ticket, and a mailbox that nobody answers at."""
        now, colleague = timezone.now(), self.people["colleague"]
        self.word = self.ticket.events.filter(verb="ticket.reply").latest("pk")
        about = {"entrance": "smtp", "received_at": now}
        Incoming.objects.create(
            digest="1", state="done", event=self.word, ticket=self.ticket, person=colleague, **about
        )
        self.mailbox = Mailbox.objects.create(
            address="it@halden.example", host="localhost", port=1, user="it"
        )
        self.mail = Incoming.objects.create(
            digest="2", state="quarantined", raw=b"From: a@b.example\n\nHello", **about
        )
        return self.mail

    def suggestion(self) -> Suggestion:
        """One more article for the ticket."""
        article = Article.objects.create(
            title="Mail rests at night", state="published", owner=self.people["agent"]
        )
        return Suggestion.objects.create(
            ticket=self.ticket.ticket_ptr, what="article", value=article.number, label=str(article), score=1
        )

    def rehearsal(self) -> Drill:
        """Its first message is said."""
        drill = rehearsing.start(story="mail", by=self.people["agent"], now=timezone.now())
        Notice.objects.filter(pk=drill.notice_id).update(phase="investigating")
        return drill

    def address(self, route: "Route") -> str:
        if route not in self.addresses:
            self.addresses[route] = route.address(self)
        return self.addresses[route]

    def meaning(self, route: str, name: str) -> Any:
        """What a name in the address of `route` stands for here."""
        known = {
            "number": self.ticket.number,
            "place": "incidents",
            "name": "catalog",
            "key": "nothing",
            "uidb36": "1",
            "role": "agent",
            "verb": "update",
            "event": self.word.pk,
            "other": self.service.depends_on.get().pk,
            "person": self.people["agent"].pk,
            "kind": "receipt",
            "point": 0,
            "provider": "mailgun",
            "begins": "2026-11-16",
            "turn": self.turn.pk,
            "priority": 2,
            "on": str(timezone.now().date()),
        }
        if name in (theirs := of_articles.meaning(self, route) | of_catalogue.meaning(self, route)):
            return theirs[name]
        if name in (theirs := of_approvals.meaning(self, route) | of_known_errors.meaning(self, route)):
            return theirs[name]
        if name in (theirs := of_pipelines.meaning(self, route) | of_feedback.meaning(self, route)):
            return theirs[name]
        if name in (theirs := of_surveys.meaning(self, route) | of_reports.meaning(self, route)):
            return theirs[name]
        if name in (theirs := of_calendar.meaning(self, route) | of_boards.meaning(self, route)):
            return theirs[name]
        if name in (theirs := of_problems.meaning(self, route) | of_changes.meaning(self, route)):
            return theirs[name]
        if name in (theirs := of_meetings.meaning(self, route) | of_outages.meaning(self, route)):
            return theirs[name]
        if name in (theirs := of_dashboards.meaning(self, route) | of_figures.meaning(self, route)):
            return theirs[name]
        if route == "comms:unsubscribe":
            return unsubscribe.token(self.people["stranger"], Group.WATCH)
        if name == "number" and route.startswith(("api:notices", "notices:", "comms:notice")):
            return self.notice.number
        if route.startswith("status:") and name in (theirs := self.of_status(route)):
            return theirs[name]
        if name in known:
            return known[name]
        found = [start for start in self.objects if name == "pk" and route.startswith(start)]
        if not found:
            raise AssertionError(f"Say in tests/access/world.py what <{name}> stands for in {route}.")
        thing = self.objects[max(found, key=len)]
        return thing.pk if thing is not None else 1

    def of_status(self, route: str) -> dict[str, str]:
        """The colleague's own address, the links of a mail to an address without a person, today, a maintenance."""
        address = "kim@partner.example"
        asked = signing.dumps(address, salt=following.CONFIRM)
        return {
            "key": reading.key_of(self.people["colleague"]),
            "token": following.leave_address(address).split("/")[-2] if route == "status:leave" else asked,
            "on": str(timezone.now().date()),
            "what": "summary",
            "notice": self.maintenance.number,
        }
