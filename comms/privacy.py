"""What mail, chat, notices, surveys and feedback hold of a person."""

from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from comms.models import ChatPost, Delivery, Held, Incoming, Notification, Roll, Subscription
from itsm.people.models import Person
from itsm.people.privacy import naming
from itsm.people.privacy.holdings import ERASED, Kind, Way, also, register, register_kind
from itsm.services.models import Outage
from itsm.services.outages.keeping import hush
from itsm.tickets.models import Ticket

UNDECIDED = [Incoming.State.STORED, Incoming.State.QUARANTINED]
UNSENT = [Delivery.State.QUEUED, Delivery.State.SENDING]


def add_to_house() -> None:
    naming.leave_alone(
        "comms.ChatSeen", "comms.Claim", "comms.Mailbox"
    )  # numbers of servers; the desk's own addresses
    also(forget_mail)
    also(forget_talk_of_theirs)
    register_kind(*KINDS)
    mail()
    notices()
    surveys_and_feedback()
    register("ways_in", Way.DELETED, ["comms.FeedAddress.person"])
    register(
        "around", Way.DELETED,
        ["comms.Preference.person", "comms.Quiet.person", "comms.Report.owner", "comms.Report_people.person",
         "comms.Report_left.person", "comms.EditionCopy.person"],
    )  # fmt: skip
    register("work", Way.KEPT, DONE)


KINDS = (
    Kind(key="mail", label=_("Mail and chat"), order=20, says=_("Mail from them and to them keeps its times and fate; address, subject, words and bytes go.")),
    Kind(key="notices", label=_("Notices"), order=30, says=_("That somebody was reached, saw and understood stays. Questions lose their words.")),
    Kind(key="surveys", label=_("Surveys"), order=31, says=_("Ratings stay, without words and without the name. Answers without names are nobody's.")),
    Kind(key="feedback", label=_("Feedback and ideas"), order=32, says=_("State, rating and votes stay; the words go.")),
)  # fmt: skip


def mail() -> None:
    register(
        "mail",
        Way.BLANKED,
        ["comms.Delivery.person"],
        words=("subject", "text", "html", "error"),
        tells=("subject", "text", "address", "state", "created_at", "sent_at"),
    )
    register(
        "mail",
        Way.BLANKED,
        ["comms.Incoming.person"],
        words=OF_MAIL,
        tells=("sender", "subject", "text", "received_at", "state"),
    )
    register("mail", Way.DELETED, ["comms.ChatName.person"], tells=("server", "account"))
    register("mail", Way.DELETED, ["comms.Notification.person"], tells=("title", "at", "read_at"))
    register("mail", Way.DELETED, ["comms.Held.person"], tells=("line", "at"))


OF_MAIL = ("raw", "html", "text", "subject", "sender", "envelope_from", "envelope_to")


def notices() -> None:
    register(
        "notices",
        Way.KEPT,
        ["comms.Addressee.person"],
        tells=("notice__title", "addressed_at", "seen_at", "acknowledged_at", "understood", "clear"),
    )
    register(
        "notices",
        Way.BLANKED,
        ["comms.Question.by"],
        words=("words",),
        tells=("notice__title", "words", "at"),
    )
    register("notices", Way.DELETED, ["comms.Subscription.person"], tells=("service__name", "since"))
    register("notices", Way.DELETED, ["comms.NoticeDraft.person"], tells=("kept_at",))
    register("notices", Way.DELETED, ["comms.Aim_people.person", "comms.Aim_without.person"])
    register("notices", Way.DETACHED, ["comms.Aim.sponsor"])


def surveys_and_feedback() -> None:
    register("surveys", Way.KEPT, ["comms.Invitation.person"], tells=("survey__title", "state", "asked_at"))
    register(
        "surveys",
        Way.BLANKED,
        ["comms.Answer.person"],
        words=("words",),
        tells=("rating", "reason", "lost_minutes", "words", "at"),
    )
    register(
        "feedback",
        Way.BLANKED,
        ["comms.Feedback.author"],
        words=("title", "words"),
        tells=("number", "title", "words", "rating", "state", "heard_at"),
    )
    register(
        "feedback",
        Way.BLANKED,
        ["comms.FeedbackStep.by"],
        words=("words",),
        tells=("feedback__number", "verb", "words", "at"),
        only=of_their_own,
    )
    register("feedback", Way.KEPT, ["comms.FeedbackVote.person"], tells=("feedback__number", "at"))
    register("work", Way.KEPT, ["comms.FeedbackStep.by"], only=lambda person: ~of_their_own(person))


def of_their_own(person: Person) -> Q:
    return Q(feedback__author=person)


DONE = [
    "comms.Notice.opened_by", "comms.Update.by", "comms.Improvement.owner", "comms.Improvement.proposed_by",
    "comms.ImprovementStep.by", "comms.Feedback.owner", "comms.SurveyRules.changed_by", "comms.Survey.by",
    "comms.Briefing.edited_by", "comms.Briefing.sent_by", "comms.BriefingCopy.person", "comms.Drill.started_by",
    "comms.Incoming.handled_by", "comms.Jargon.changed_by", "comms.Meeting.host", "comms.Attendance.person",
    "comms.Decision.by", "comms.Action.owner", "comms.Action.given_by", "comms.Question.answered_by",
    "comms.Template.changed_by",
]  # fmt: skip


def forget_mail(person: Person, stand_in: str) -> None:
    """By address, too: mail that came before they were known, or that names them in its head."""
    address = person.email.lower()
    theirs = Incoming.objects.filter(
        Q(person=person) | Q(sender__iexact=address) | Q(envelope_from__iexact=address)
    )
    Incoming.objects.filter(pk__in=theirs.filter(state__in=UNDECIDED).values("pk")).update(
        state=Incoming.State.DROPPED, next_try_at=None
    )
    theirs.update(person=person)  # what points to them is blanked as all the rest
    # Of mail that was understood the bytes are only a second copy; in their head and depths nobody could be renamed.
    named = Incoming.objects.exclude(state__in=UNDECIDED).exclude(raw=b"")
    named.extra(where=["position(convert_to(%s, 'UTF8') in raw) > 0"], params=[person.email]).update(raw=b"")
    letters = Delivery.objects.filter(person=person)
    letters.filter(state__in=UNSENT).update(state=Delivery.State.SKIPPED)
    letters.update(address=person.erasure.address)
    Subscription.objects.filter(address__iexact=address).delete()
    for account in person.chat_names.all():
        ChatPost.objects.filter(room__server=account.server, account=account.account).update(
            account="", text=ERASED
        )
    without = Func(F("people"), person.pk, function="array_remove")
    Roll.objects.filter(people__contains=[person.pk]).update(people=without)


def forget_talk_of_theirs(person: Person, stand_in: str) -> None:
    """Letters and lines about their tickets repeat what they wrote, whoever got them. The Events behind them stay."""
    about = Q(event__ticket__requester=person)
    letters = Delivery.objects.filter(about).exclude(person=person)
    letters.update(subject=ERASED, text=ERASED, html="")
    Held.objects.filter(about).update(line=ERASED)
    Notification.objects.filter(ticket__requester=person).update(title=ERASED)
    Incoming.objects.filter(ticket__requester=person).update(raw=b"", html="")
    theirs = Ticket.objects.filter(requester=person).values("number")
    hush(Outage.objects.filter(source__in=theirs), ERASED)
