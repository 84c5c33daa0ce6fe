"""Every page there is, as who sees it. An address may name what the demo organisation holds ({new}, {major},
{person} …), and after a space the keys that open a dialog on the page, each from the page itself.
"""

from datetime import timedelta

from django.utils import timezone

from catalog.models import Approval, Hook, ServiceRequest
from changes.models import Change, Collision, Occasion
from comms.approvals import links
from comms.models import Notice, Question, StatusPage, Text
from comms.notices import questions, telling
from incidents.models import AlertSource, Incident, MajorIncident
from itsm.knowledge.models import Article, Talk, Turn
from itsm.people.models import Person, Site, Team
from itsm.services.models import Agreement, Component, Outage, Service, SupportCalendar
from itsm.tickets.training import team as training
from tests.journeys.asked import overfull_plan
from tests.journeys.changing import overfull_change
from tests.journeys.mailed import mailed
from tests.journeys.met import before_the_board
from tests.journeys.problematic import overfull_problem
from tests.journeys.rated import rated
from tests.journeys.reviewed import reviewed
from tests.journeys.spoken import spoken
from tests.journeys.tried import tried

STATES = ("new", "in_progress", "on_hold", "resolved", "closed", "cancelled")
VERBS = ("promise", "edit", "assign", "cancel", "add-person", "link", "merge", "propose-major")
NASTY = "Großrechneranlagenüberwachungsprotokolldateienverzeichnisstruktur 🧯 لا يعمل البريد الإلكتروني"

PAGES = {
    "": [
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/status/",
        "/status/ask/",
        "/comms/approve/{yes}/",
        "/comms/way-round/{way_round}/?answer=fails",
        "/comms/better/{better}/",
        "/comms/surveys/answer/{question}/?rating=3",
        "/comms/surveys/answer/{kept}/",
        "/comms/briefing/read/{sponsor}/",
        "/insights/reports/read/{edition}/",
        "/insights/reports/leave/{leave}/",
    ],
    "colleague": [
        "/portal/",
        "/portal/find/?q=mail",
        "/incidents/report/",
        "/knowledge/",
        "/knowledge/{article}/",
        "/portal/feedback/",
        "/portal/feedback/ideas/",
        "/portal/feedback/ideas/new/",
        "/portal/feedback/said/",
        "/portal/feedback/{word}/",
        "/portal/feedback/{idea}/",
        "/portal/known-errors/",
        "/portal/known-errors/{known}/",
        "/incidents/talk/",
        "/incidents/{theirs}/call-me/",
        "/incidents/{theirs}/thank/",
        "/portal/{theirs}/",
        "/portal/assistant/",
        "/portal/assistant/{talk}/",
        "/portal/assistant/{talk}/person/",
        "/portal/notices/",
        "/portal/notices/{outage}/",
        "/portal/notices/{planned}/",
        "/portal/notices/{overfull}/",
        "/incidents/{theirs}/cancel/",
        "/portal/catalog/",
        "/portal/catalog/?q=nothingatall",
        "/portal/catalog/new-laptop/",
        "/portal/{asked}/",
        "/catalog/{asked}/withdraw/",
        "/search/?q=mail",
        "/comms/",
        "/comms/preferences/",
        "/people/me/",
        "/help/terms/",
        "/help/first-steps/",
        "/portal/?tour=colleague&stop=3",
        "/people/me/absences/",
        "/people/me/copy/",
        "/portal/approvals/",
        "/portal/approvals/{approval}/",
        "/status/",
        "/status/history/",
        "/status/{outage_day}/",
        "/status/addresses/",
        "/desk/nowhere/",  # 404
        "/people/new/",  # 403
    ],
    "agent": [
        *(
            f"/desk/?view={slug}" for slug in ("mine", "dropped", "silence", "all")
        ),  # the others differ by their rows only
        "/desk/?view=team&q=nothingatall",
        "/desk/macros/",
        "/incidents/",
        "/incidents/new/",
        *(f"/incidents/{{{state}}}/" for state in STATES),
        *(f"/incidents/{{in_progress}}/{verb}/" for verb in VERBS),
        "/incidents/{in_progress}/ h o d ? Control+k",
        "/desk/ f",
        "/incidents/{nasty}/",
        "/incidents/{major}/",
        "/incidents/{major}/major/",
        "/incidents/{major}/review/",
        "/catalog/",
        "/problems/",
        "/problems/new/",
        "/problems/{problem}/",
        *(
            f"/problems/{{problem}}/{verb}/"
            for verb in ("add-cause", "add-action", "write-whys", "investigate")
        ),
        "/problems/recurrences/",
        "/problems/recurrences/{proposal}/dismiss/",
        "/problems/recurrences/thresholds/",
        "/services/goals/",
        "/services/goals/{goal}/",
        "/services/goals/roadmap/",
        "/services/goals/stakeholders/{service}/",
        "/services/{service}/outages/",
        "/services/{service}/outages/new/",
        "/services/{service}/outages/worth/",
        "/services/{down}/outages/{downtime}/",
        "/services/{down}/outages/{downtime}/correct/",
        "/people/units/",
        "/people/units/{unit}/",
        "/comms/meetings/",
        "/comms/meetings/?view=over",
        "/comms/meetings/new/",
        "/comms/meetings/{review}/",
        "/comms/meetings/actions/?view=all",
        "/comms/meetings/decisions/",
        "/comms/meetings/decisions/{decision}/",
        "/comms/feedback/",
        "/comms/feedback/?state=all",
        "/comms/feedback/new/",
        "/comms/feedback/themes/",
        "/comms/feedback/{word}/",
        *(f"/comms/feedback/{{word}}/{verb}/" for verb in ("plan", "decline", "give", "tell_all")),
        "/comms/improvements/",
        "/comms/improvements/{improvement}/",
        "/comms/improvements/{improvement}/edit/",
        "/comms/improvements/{improvement}/review/",
        "/comms/improvements/new/?from={word}",
        "/problems/known-errors/",
        "/problems/known-errors/new/",
        "/problems/known-errors/{known}/",
        "/problems/known-errors/{known}/edit/",
        "/problems/known-errors/{known}/retire/",
        "/problems/known-errors/{known}/communicate/",
        "/problems/known-errors/{known}/offer/{new}/",
        "/problems/known-errors/{doubted}/",
        "/catalog/{request}/ d o",
        "/catalog/offerings/",
        "/catalog/offerings/new/",
        "/catalog/software/",
        "/catalog/software/editions/2/",
        "/catalog/software/edit/words/",
        "/catalog/software/edit/form/",
        "/catalog/software/edit/approvals/",
        "/catalog/new-laptop/preview/",
        "/catalog/new-colleague/edit/plan/",
        "/catalog/{overfull_request}/",
        "/desk/tasks/?view=all",
        "/desk/tasks/?view=failed&q=nothingatall",
        "/desk/tasks/{task}/",
        "/desk/tasks/{task}/hand/",
        "/changes/",
        "/changes/new/",
        "/changes/{waiting_change}/?all",
        "/changes/{overfull_change}/?all",
        "/changes/{overfull_change}/conversation/",
        *(f"/changes/{{overfull_change}}/plan/{part}/" for part in ("window", "risk", "steps", "contract")),
        "/changes/risk/",
        "/changes/authorities/",
        "/changes/models/",
        "/changes/models/renew-certificate/",
        *(f"/changes/calendar/?view={view}&on={{weekend}}" for view in ("month", "week", "day")),
        "/changes/calendar/?view=timeline&rows=team&on={weekend}",
        "/changes/calendar/move/{moving}/",
        "/changes/calendar/of/{moving}/",
        "/changes/calendar/address/",
        "/changes/collisions/",
        "/changes/collisions/{collision}/",
        "/changes/occasions/",
        "/changes/occasions/{occasion}/",
        "/changes/meetings/",
        "/changes/meetings/?view=over",
        *(f"/changes/meetings/{{{state}_meeting}}/" for state in ("planned", "running", "over")),
        "/changes/meetings/{running_meeting}/{agenda_item}/",
        "/changes/step-times/",
        "/changes/boards/",
        "/changes/{under_way}/carry-out/",
        "/changes/{gone_back}/review/",
        "/knowledge/answers/?whose=all",
        "/comms/drill/",
        "/comms/cadence/{major}/",
        "/comms/knowing/{major}/",
        "/comms/surveys/",
        "/comms/surveys/{campaign}/",
        "/comms/surveys/words/",
        "/comms/notices/",
        *(f"/comms/notices/new/?kind={kind}" for kind in ("outage", "maintenance", "advisory", "news")),
        "/comms/notices/new/?ticket={major}",
        "/comms/notices/{outage}/",
        "/comms/notices/{outage}/update/",
        "/comms/notices/{outage}/resolve/",
        "/comms/notices/{planned}/reschedule/",
        "/comms/notices/{overfull}/",
        "/comms/notices/{overfull}/update/",
        "/comms/notices/{overfull}/remind/",
        "/knowledge/",
        "/knowledge/new/",
        "/knowledge/review/",
        "/knowledge/{article}/",
        "/knowledge/{article}/edit/",
        "/knowledge/{article}/about/",
        "/knowledge/{article}/editions/2/",
        "/search/?q=mail",
        "/search/?q=nothingatall",
        "/search/?q=laptpo&kind=ticket&days=30",
        "/knowledge/topics/",
        "/knowledge/wanted/",
        "/knowledge/suggestions/of/{new}/",
        "/knowledge/on/{new}/used/",
        "/setup/",
        "/people/",
        "/people/{person}/",
        "/people/teams/",
        "/people/teams/{team}/",
        "/people/away/",
        "/people/sites/",
        "/services/",
        "/services/{service}/",
        "/comms/mailbox/",
        "/api/docs/",
    ],
    "manager": [
        "/insights/evidence/",
        "/insights/evidence/incidents-opened/",
        "/insights/",
        "/comms/surveys/ask/",
        "/services/goals/new/",
        "/services/goals/{goal}/edit/",
        "/insights/targets/",
        "/comms/meetings/{review_running}/",
        "/comms/meetings/decisions/new/?figure=handovers",
        "/comms/briefing/",
        "/comms/briefing/{briefing}/",
        "/people/units/{unit}/edit/",
        *(
            f"/insights/{key}/"
            for key in (
                "mirrors",
                "communication",
                "flow",
                "changes-and-problems",
                "teams",
                "availability",
                "lost-time",
            )
        ),
        "/insights/mirrors/weights/",
        "/insights/tickets/green-and-unhappy/",
        "/insights/records/reopened/",
        "/insights/communication/wall/",
        "/insights/reports/",
        "/insights/reports/new/?dashboard=flow",
        "/insights/reports/{report}/",
        "/insights/reports/{report}/preview/",
        "/insights/own/",
        "/insights/own/new/",
        "/insights/own/monday/",
        "/insights/own/monday/edit/",
        "/insights/figures/availability/",
        "/insights/cost/",
        "/insights/figures/reach/",
        "/insights/figures/sla_met/",
        "/insights/figures/opened/?weeks=52",
        "/insights/figures/silence_p90/",
        "/insights/benchmarks/",
        "/insights/figures/contacts_after/",
        "/insights/figures/misread_after/",
        "/insights/figures/promises_kept/",
        "/services/policy/",
        "/catalog/software/",
        "/catalog/shelves/",
        "/catalog/new-laptop/about/",
    ],
    "change-manager": [
        "/changes/meetings/new/",
        "/changes/meetings/{running_meeting}/",
        "/changes/{under_way}/carry-out/",
    ],
    "administrator": [
        "/setup/",
        "/setup/practices/?tour=administrator&stop=5",
        "/training/",
        "/desk/reads/",
        "/people/erasures/",
        "/setup/retention/?count",
        "/setup/retention/reads/",
        "/comms/letters/",
        "/comms/surveys/rules/",
        "/catalog/hooks/",
        "/catalog/hooks/new/",
        "/catalog/hooks/{hook}/",
        "/comms/jargon/",
        "/knowledge/import/",
        "/knowledge/synonyms/",
        "/comms/chat/",
        "/comms/quarantine/",
        "/comms/mailboxes/",
        "/status/settings/",
        "/changes/occasions/new/",
        "/changes/boards/new/",
        "/changes/risk/weights/",
        "/changes/risk/questions/{question}/",
        "/changes/authorities/normal-high/",
        "/changes/models/renew-certificate/edit/",
        "/changes/pipelines/",
        "/changes/pipelines/new/",
        "/changes/pipelines/intranet/",
        "/people/new/",
        "/people/{person}/edit/",
        "/people/{person}/deactivate/",
        "/people/teams/new/",
        "/people/teams/{team}/edit/",
        "/people/sites/{site}/",
        "/people/import/",
        "/people/me/tokens/",
        "/services/map/",
        "/services/map/?level=components",
        "/services/components/",
        "/services/components/{component}/",
        "/services/components/{component}/edit/",
        "/services/components/import/",
        "/incidents/alerts/",
        "/incidents/alerts/sources/",
        "/incidents/alerts/sources/new/",
        "/incidents/alerts/sources/{source}/",
        "/services/new/",
        "/services/{service}/edit/",
        "/services/policy/",
        "/services/policy/matrix/",
        "/services/policy/silence/",
        "/services/calendars/{calendar}/",
        "/services/agreements/{agreement}/",
        "/services/agreements/{agreement}/targets/",
        "/services/agreements/{agreement}/steps/",
    ],
}


def named(colleague: Person, agent: Person) -> dict[str, object]:
    """What the addresses name, and one ticket with the longest and oddest words."""
    team = Team.objects.filter(first_line=True).get()
    nasty = Incident.report(
        by=colleague, title=NASTY, description=NASTY * 8, team=team, since_when=NASTY[:60]
    )
    nasty.reply(f"https://halden.example/{'a' * 300}\n{NASTY}", by=agent)
    StatusPage.objects.update(public=True)
    training.begin(members=[agent], now=timezone.now())
    step = overfull_plan(NASTY, colleague=colleague, agent=agent)
    return {
        **{
            state: Incident.objects.filter(status=state, restricted=False).latest("pk").number
            for state in STATES
        },
        "nasty": nasty.number,
        **tried(NASTY, ticket=nasty, agent=agent),
        **spoken(NASTY, colleague=colleague, agent=agent),
        **rated(NASTY, ticket=nasty, by=agent),
        "talk": long_talk(colleague).pk,
        "asked": ServiceRequest.objects.filter(requester=colleague, open=True).latest("pk").number,
        "request": ServiceRequest.objects.filter(status="in_fulfilment").latest("pk").number,
        "article": long_winded(colleague, agent).number,
        "approval": (
            approval := Approval.objects.of(colleague).waiting().select_related("step").latest("pk")
        ).pk,
        "yes": links.token(approval, now=timezone.now()),
        "outage": Notice.objects.get(kind="outage", open=True).number,
        "planned": Notice.objects.get(phase="planned").number,
        "overfull": overfull(colleague, agent).number,
        "outage_day": Notice.objects.filter(kind="outage", open=False).latest("over_at").over_at.date(),
        "theirs": nasty.number,
        "task": step.pk,
        "overfull_request": step.ticket.number,
        "hook": Hook.objects.latest("pk").pk,
        "component": Component.objects.get(key="san.porto").pk,
        "source": AlertSource.objects.get().pk,
        **in_the_calendar(),
        **reviewed(NASTY, agent=agent),
        **mailed(),
        **before_the_board(NASTY, agent=agent),
        **overfull_change(NASTY, agent=agent),
        **overfull_problem(NASTY, agent=agent),
        "major": MajorIncident.objects.latest("pk").incident.number,
        "person": colleague.pk,
        "team": team.pk,
        "site": Site.objects.earliest("pk").pk,
        "service": Service.objects.earliest("pk").pk,
        "downtime": Outage.objects.earliest("pk").pk,
        "down": Outage.objects.earliest("pk").service_id,
        "calendar": SupportCalendar.objects.earliest("pk").pk,
        "agreement": Agreement.objects.earliest("pk").pk,
    }


def in_the_calendar() -> dict[str, object]:
    """The change of this weekend that runs into a freeze, under the longest and oddest words."""
    row = Collision.objects.filter(kind="freeze").select_related("change").earliest("pk")
    Change.objects.filter(pk=row.change_id).update(title=NASTY)
    Collision.objects.filter(pk=row.pk).update(because=f"{row.change.number} falls into the freeze “{NASTY}”")
    Occasion.objects.filter(pk=row.occasion_id).update(title=NASTY[:120], reason=NASTY)
    weekend = row.change.starts_at.date()
    return {"collision": row.pk, "moving": row.change.number, "occasion": row.occasion_id, "weekend": weekend}


def long_winded(colleague: Person, agent: Person) -> Article:
    """An article with the longest and oddest words in all that Markdown has, comments, votes and a next edition."""
    other = Person.objects.filter(groups__name="agent").exclude(pk=agent.pk).earliest("pk")
    parts = (
        "# {0}",
        "1. {0}\n   - [x] {0}",
        "> [!NOTE] {0}",
        "|{0}|b|\n|-|-:|\n|{0}|1|",
        "```\n{0}\n```",
        "[{0}](https://e.example/{1})",
    )
    body = "\n\n".join(part.format(NASTY, "a" * 200) for part in parts)
    words = {"title": NASTY, "summary": NASTY, "body": body, "keywords": NASTY}
    article = Article.begin(by=other, words=words)
    article.making.publish(by=agent)
    article.refresh_from_db()
    article.write(by=other, edition=2, seen=0, **words | {"body": f"{body}\n\n{NASTY}"}, changes=NASTY[:200])
    article.making.propose(by=other)
    article.vote(colleague, helped=False, reason="unclear", words=NASTY)
    article.comment(NASTY * 3, by=colleague)
    return article


def long_talk(colleague: Person) -> Talk:
    """With the longest and oddest words, answers of every kind, and one that did not help."""
    talk = Talk.objects.create(person=colleague)
    table = f"| {NASTY} | b |\n| --- | --- |\n| {'a' * 200} | c |\n\n`{'d' * 200}`"
    kinds = ("article", "notice", "ticket", "offering")
    cited = [
        {
            "kind": kind,
            "key": "KB-1",
            "title": NASTY,
            "url": "/",
            "heading": NASTY,
            "passage": table,
            "trusted": True,
        }
        for kind in kinds
    ]
    for wording in ("passages", "model", "manners", ""):
        Turn.objects.create(talk=talk, side="colleague", words=f"{NASTY} https://halden.example/{'a' * 300}")
        about = {"sources": cited, "knows": True} if wording in {"passages", "model"} else {}
        answer = Turn.objects.create(
            talk=talk, side="assistant", words=f"{NASTY} [1].", wording=wording, **about
        )
        answer.judge(up=False, now=timezone.now())
    return talk


def overfull(colleague: Person, agent: Person) -> Notice:
    """A notice with the longest and oddest words, many messages and forty questions, of which half are answered."""
    notice = telling.open_notice(
        kind="outage", title=NASTY, by=agent, aim={"people": [colleague, agent]}, must_acknowledge=True,
        question=NASTY, answers=[NASTY, "https://halden.example/" + "a" * 90], right=0,
    )  # fmt: skip
    soon, words = timezone.now() + timedelta(hours=1), dict.fromkeys(("subject", *Text.SLOTS), NASTY * 2)
    for verb in ("publish", "update", "identify", "update", "monitor"):
        telling.say(notice, verb, by=agent, texts={"colleagues": words}, next_update_at=soon)
    for number in range(40):
        asked = Question.objects.create(
            notice=notice, by=colleague, at=timezone.now(), words=f"{number} {NASTY * 3}", channel="mail"
        )
        if number % 2:
            questions.answer(asked, f"https://halden.example/{'b' * 200} {NASTY}", agent, now=timezone.now())
    return notice
