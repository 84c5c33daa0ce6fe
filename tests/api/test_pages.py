"""What can be read or done on a page of communication can be read or done by API, or it is said here why not."""

import re

import pytest
from django.conf import settings

from tests.access.routes import routes
from tests.access.table_api import API
from tests.access.table_dashboards import DASHBOARDS
from tests.access.table_meetings import MEETINGS
from tests.access.table_records import RECORDS
from tests.access.table_reports import REPORTS
from tests.api import committed

DOCS = settings.BASE_DIR / "docs"
SPACES = (
    "comms",
    "surveys",
    "status",
    "notices",
    "insights",
    "tasks",
    "hooks",
    "meetings",
    "units",
    "briefing",
    "targets",
    "reports",
)
BY_API = {
    # Notices, at the desk
    "comms:notices": "GET notices-list, GET notices-funnel",
    "comms:notice_new": "POST notices-list, PUT notices-aim, POST notices-preview, POST notices-look, POST notices-say",
    "comms:notice": "GET notices-detail, GET notices-funnel, GET notices-addressees, GET notices-answers, GET notices-error, "
    "GET notices-questions, GET notices-sending",
    "comms:notice_step": "GET notices-draft, GET notices-reach, POST notices-look, POST notices-say, DELETE notices-detail",
    "comms:notice_remind": "GET notices-reminder, POST notices-remind",
    "comms:notice_pause": "POST notices-pause",
    "comms:notice_resume": "POST notices-resume",
    "comms:notice_answer": "POST notices-answer-question",
    "comms:notice_together": "POST notices-move-question",
    "comms:notice_apart": "POST notices-move-question",
    "comms:jargon": "GET jargon-list, GET jargon-in-force",
    "comms:jargon_word": "POST jargon-list, PATCH jargon-detail",
    "comms:jargon_remove": "DELETE jargon-detail",
    # Notices, for those they are for
    "notices:notices": "GET notices-list",
    "notices:cards": "GET notices-list",
    "notices:notice": "GET notices-detail, POST notices-see, GET notices-questions",
    "notices:see": "POST notices-see",
    "notices:acknowledge": "POST notices-acknowledge",
    "notices:answer": "POST notices-answer",
    "notices:clear": "POST notices-clear",
    "notices:me_too": "POST notices-me-too",
    "notices:ask": "POST notices-ask",
    "notices:put_away": "POST notices-put-away",
    # Carrying out a request
    "tasks:list": "GET tasks-list",
    "tasks:task": "GET tasks-detail, GET tasks-calls",
    "tasks:tick": "POST tasks-tick",
    "tasks:act": "POST tasks-take, POST tasks-done, POST tasks-fail, POST tasks-retry, POST tasks-skip, POST tasks-give, "
    "POST tasks-hand",
    "hooks:list": "GET hooks-list",
    "hooks:new": "POST hooks-list",
    "hooks:hook": "GET hooks-detail, PATCH hooks-detail, GET hooks-calls",
    "hooks:renew": "POST hooks-renew",
    "hooks:try": "POST hooks-try-it",
    "hooks:delete": "DELETE hooks-detail",
    # Promises, knowing, rehearsals
    "comms:cadence": "GET incidents-cadence",
    "comms:knowing": "GET incidents-knowing, GET notices-knowing",
    # Surveys
    "surveys:list": "GET surveys-list",
    "surveys:survey": "GET surveys-detail, GET surveys-answers",
    "surveys:words": "GET surveys-words",
    "surveys:ask": "POST surveys-list, POST surveys-reach",
    "surveys:end": "POST surveys-end",
    "surveys:rules": "GET survey-rules, PATCH survey-rules",
    "surveys:answer": "GET invitations-list, POST invitations-answer",
    "comms:drills": "GET drills-list, GET drills-stories, GET drills-prepared, POST drills-list",
    "comms:drill": "GET drills-detail",
    "comms:drill_say": "GET drills-draft, POST drills-say",
    "comms:drill_end": "POST drills-end",
    # What reaches a person
    "comms:inbox": "GET inbox-list",
    "comms:badge": "GET inbox-unread",
    "comms:read": "POST inbox-read",
    "comms:preferences": "GET preferences, PATCH preferences, GET quiet-hours, PATCH quiet-hours",
    "comms:mine": "GET messages-list, GET messages-waiting, GET messages-week",
    "comms:budget": "GET mail-weeks-list, GET mail-weeks-detail",
    # Mail
    "comms:quarantine": "GET incoming-list",
    "comms:quarantined": "GET incoming-detail",
    "comms:quarantined_raw": "GET incoming-raw",
    "comms:quarantined_replay": "POST incoming-replay",
    "comms:quarantined_from": "POST incoming-is-from",
    "comms:quarantined_set_aside": "POST incoming-set-aside",
    "comms:original": "GET incidents-original",
    "comms:mailboxes": "GET mailboxes-list",
    "comms:mailbox_new": "POST mailboxes-list",
    "comms:mailbox_edit": "GET mailboxes-detail, PATCH mailboxes-detail",
    "comms:mailbox_test": "POST mailboxes-test",
    "comms:letters": "GET letters-list",
    "comms:letter": "GET letters-detail, PUT letters-detail",
    "comms:letter_try": "POST letters-look",
    "comms:letter_test": "POST letters-test",
    "comms:letter_ours": "DELETE letters-detail",
    # Chat
    "comms:chat_rooms": "GET rooms-list, GET rooms-hooks",
    "comms:chat_new": "POST rooms-list",
    "comms:chat_room": "GET rooms-detail, PATCH rooms-detail",
    "comms:chat_try": "POST rooms-say-hello",
    "comms:chat_delete": "DELETE rooms-detail",
    # Status page
    "status:page": "GET status",
    "status:history": "GET status-days-list",
    "status:day": "GET status-days-detail",
    "status:follow": "POST subscriptions-list, DELETE subscriptions-detail",
    "status:addresses": "GET status-addresses, POST status-addresses",
    "status:settings": "GET status-page, PATCH status-page, GET status-services-list, PATCH status-services-detail",
    # Figures
    "insights:overview": "GET figures-list",
    "insights:figure": "GET figures-detail",
    "insights:figure_file": "GET figures-file",
    "insights:records": "GET figures-records opened",
    "insights:evidence": "GET evidence-list",
    "insights:evidence_records": "GET evidence-records-list services",
    "insights:dashboard": "GET dashboards-list, GET dashboards-detail",
    "insights:wall": "GET dashboards-detail",
    "insights:tickets": "GET figures-records opened",
    "insights:weights": "GET experience-weights, PATCH experience-weights",
    "insights:own_list": "GET own-dashboards-list",
    "insights:own_new": "POST own-dashboards-list",
    "insights:own": "GET own-dashboards-detail, GET own-dashboards-panels",
    "insights:own_wall": "GET own-dashboards-panels",
    "insights:own_edit": "PATCH own-dashboards-detail",
    "insights:own_remove": "DELETE own-dashboards-detail",
    "targets:list": "GET targets-list, GET targets-clashes, POST targets-list",
    # Reviews, decisions, actions, units, the briefing
    "meetings:list": "GET review-meetings-list",
    "meetings:new": "POST review-meetings-list",
    "meetings:meeting": "GET review-meetings-detail",
    "meetings:edit": "PATCH review-meetings-detail",
    "meetings:act": "POST review-meetings-look-again, POST review-meetings-begin, POST review-meetings-end, POST review-meetings-cancel",
    "meetings:write": "POST review-meetings-write",
    "meetings:decide_in": "POST review-meetings-decide",
    "meetings:take_on": "POST review-meetings-take-on",
    "meetings:actions": "GET actions-list",
    "meetings:finish": "POST actions-finish",
    "meetings:decisions": "GET decisions-list",
    "meetings:decision": "GET decisions-detail",
    "meetings:decide": "POST decisions-list",
    "units:list": "GET units-list",
    "units:unit": "GET units-detail",
    "units:add": "POST units-list",
    "units:edit": "PATCH units-detail",
    "briefing:list": "GET briefings-list",
    "briefing:briefing": "GET briefings-detail",
    "briefing:make": "POST briefings-make",
    "briefing:edit": "POST briefings-edit",
    "briefing:send": "POST briefings-send",
    # Dashboards by mail
    "reports:list": "GET reports-list",
    "reports:new": "POST reports-list",
    "reports:report": "GET reports-detail, GET reports-whom, GET reports-editions",
    "reports:edit": "PATCH reports-detail",
    "reports:preview": "GET reports-preview",
    "reports:pause": "POST reports-pause",
    "reports:resume": "POST reports-resume",
    "reports:send": "POST reports-send",
    "reports:remove": "DELETE reports-detail",
    "reports:edition": "GET report-editions-detail",
    "reports:withdraw": "POST report-editions-withdraw",
    "reports:want": "POST reports-want",
    # The silence board stands among the desk's tabs
    "desk:home": "GET desk-list, GET tickets-list",
    "services:silence": "GET silence-limits-list, PATCH silence-limits-detail",
}
ELSEWHERE = {"desk:home", "services:silence"}
DEMO = "only in the demo, where no mail leaves"
A_MAIL = "a link of a mail; the signed address is who asks, and nobody is signed in"
A_PROGRAM = "read by programs already, in a form that they know"
A_PROVIDER = "a chat server or mail provider calls it, and proves itself in its own way"
BY_NATURE = {
    "comms:mailbox": DEMO,
    "comms:mail": DEMO,
    "comms:approve": f"{A_MAIL}; who signs in has approvals-approve and approvals-decline",
    "briefing:read": A_MAIL,
    "reports:read": A_MAIL,
    "reports:leave": A_MAIL,
    "comms:better": f"{A_MAIL}; who signs in has feedback-list",
    "comms:answer_workaround": f"{A_MAIL}; who signs in has known-errors-answer",
    "comms:unsubscribe": A_MAIL,
    "status:confirm": A_MAIL,
    "status:leave": A_MAIL,
    "status:ask": "for who has no account, and so no token; a mail asks whether they meant it",
    "comms:chat_link": "whoever opens it says whose a chat account is; the link is told to that account alone",
    "comms:slack_events": A_PROVIDER,
    "comms:slack_command": A_PROVIDER,
    "comms:mattermost_words": A_PROVIDER,
    "comms:mattermost_command": A_PROVIDER,
    "comms:hook": A_PROVIDER,
    "comms:provided": A_PROVIDER,
    "comms:provided_mime": A_PROVIDER,
    "status:feed": A_PROGRAM,
    "status:maintenance": A_PROGRAM,
    "status:one_maintenance": A_PROGRAM,
    "status:shape": A_PROGRAM,
    "status:private_feed": A_PROGRAM,
    "status:private_maintenance": A_PROGRAM,
    "status:private_one_maintenance": A_PROGRAM,
    "status:private_shape": A_PROGRAM,
}
OPERATIONS = {
    key.replace("api:", "").split(" reach")[0]
    for rows in (API | MEETINGS | DASHBOARDS | RECORDS | REPORTS).values()
    for key in rows
}


def test_every_page_of_communication_has_its_addresses_or_a_reason():
    pages = {route.name for route in routes() if route.name.partition(":")[0] in SPACES} | ELSEWHERE
    assert pages - BY_API.keys() - BY_NATURE.keys() == set()
    assert (BY_API.keys() | BY_NATURE.keys()) - pages == set()
    assert BY_API.keys() & BY_NATURE.keys() == set()


@pytest.mark.parametrize("page", BY_API)
def test_the_addresses_exist(page):
    assert set(BY_API[page].split(", ")) - OPERATIONS == set()


def test_the_document_names_no_address_that_does_not_exist():
    paths = committed.schema()["paths"]
    known = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    told = re.findall(r"`([A-Z]+) (/[^`?]*)[^`]*`", (DOCS / "api.md").read_text())
    assert len(told) > 70
    assert {(method, f"/api/v1{path}") for method, path in told} - known == set()
