from comms.models.addressee import Addressee, Aim, Roll, Subscription, Why
from comms.models.answer import Answer, Invitation
from comms.models.briefing import Briefing, BriefingCopy
from comms.models.chat import ChatName, ChatPost, ChatSeen, ChatThread, Room
from comms.models.claim import Claim
from comms.models.delivery import Delivery
from comms.models.draft import NoticeDraft
from comms.models.drill import Drill
from comms.models.feedback import Feedback, FeedbackStep, FeedbackVote, Theme
from comms.models.improvement import Improvement, ImprovementStep
from comms.models.incoming import Incoming, Mailbox
from comms.models.jargon import Jargon
from comms.models.meeting import Action, Attendance, Decision, Meeting
from comms.models.notice import OVER, Notice, Phase
from comms.models.notification import Notification
from comms.models.preference import Group, How, Preference
from comms.models.question import Question
from comms.models.quiet import Held, Quiet
from comms.models.reason import Reason
from comms.models.report import Edition, EditionCopy, Report
from comms.models.status import FeedAddress, ServiceOnStatus, StatusPage
from comms.models.survey import Survey, SurveyRules
from comms.models.template import Template
from comms.models.update import Audience, Text, Update

__all__ = [
    "OVER",
    "Action",
    "Addressee",
    "Aim",
    "Answer",
    "Attendance",
    "Audience",
    "Briefing",
    "BriefingCopy",
    "ChatName",
    "ChatPost",
    "ChatSeen",
    "ChatThread",
    "Claim",
    "Decision",
    "Delivery",
    "Drill",
    "Edition",
    "EditionCopy",
    "FeedAddress",
    "Feedback",
    "FeedbackStep",
    "FeedbackVote",
    "Group",
    "Held",
    "How",
    "Improvement",
    "ImprovementStep",
    "Incoming",
    "Invitation",
    "Jargon",
    "Mailbox",
    "Meeting",
    "Notice",
    "NoticeDraft",
    "Notification",
    "Phase",
    "Preference",
    "Question",
    "Quiet",
    "Reason",
    "Report",
    "Roll",
    "Room",
    "ServiceOnStatus",
    "StatusPage",
    "Subscription",
    "Survey",
    "SurveyRules",
    "Template",
    "Text",
    "Theme",
    "Update",
    "Why",
]
