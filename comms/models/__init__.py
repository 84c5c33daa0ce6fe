from comms.models.addressee import Addressee, Aim, Roll, Subscription, Why
from comms.models.chat import ChatName, ChatPost, ChatSeen, ChatThread, Room
from comms.models.claim import Claim
from comms.models.delivery import Delivery
from comms.models.draft import NoticeDraft
from comms.models.drill import Drill
from comms.models.incoming import Incoming, Mailbox
from comms.models.jargon import Jargon
from comms.models.notice import OVER, Notice, Phase
from comms.models.notification import Notification
from comms.models.preference import Group, How, Preference
from comms.models.question import Question
from comms.models.quiet import Held, Quiet
from comms.models.reason import Reason
from comms.models.status import FeedAddress, ServiceOnStatus, StatusPage
from comms.models.template import Template
from comms.models.update import Audience, Text, Update

__all__ = [
    "OVER",
    "Addressee",
    "Aim",
    "Audience",
    "ChatName",
    "ChatPost",
    "ChatSeen",
    "ChatThread",
    "Claim",
    "Delivery",
    "Drill",
    "FeedAddress",
    "Group",
    "Held",
    "How",
    "Incoming",
    "Jargon",
    "Mailbox",
    "Notice",
    "NoticeDraft",
    "Notification",
    "Phase",
    "Preference",
    "Question",
    "Quiet",
    "Reason",
    "Roll",
    "Room",
    "ServiceOnStatus",
    "StatusPage",
    "Subscription",
    "Template",
    "Text",
    "Update",
    "Why",
]
