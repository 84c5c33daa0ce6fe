"""A major incident, an emergency change for it, two who authorise it, a way back, a review: one line tells all of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from catalog.models import Approval
from changes.doing import ticking
from changes.models import Board, Change, Outcome, Status
from comms.models import Notice
from comms.notices import telling
from incidents.models import Incident, MajorIncident
from itsm.people import roles
from tests.comms.notices.conftest import TEXTS
from tests.factories import PersonFactory, incident


@pytest.fixture
def board(desk):
    names = ("Lea Hale", "Ada Moss", "Bo Lind")
    members = [PersonFactory(name=name, roles=[roles.CHANGE_MANAGER]) for name in names]
    made = Board.objects.create(name="Emergency board", chair=members[0], emergency=True)
    made.members.set(members)
    return made


@pytest.fixture
def major(mail, ivo, mia):
    ticket = incident(by=mia, title="Mail is down", service=mail)
    MajorIncident.propose(ticket, impact="Everyone", by=ivo)
    ticket.major_incident.promote(by=ivo, lead=ivo, communications=ivo)
    return ticket


def tell(about, by, *, title: str, ana) -> Notice:
    """As the composer does, of which another journey clicks each button."""
    notice = telling.open_notice(
        kind="advisory", title=title, by=by, ticket=about, aim={"people": [ana]}, now=timezone.now()
    )
    telling.say(notice, "publish", by=by, texts=TEXTS, now=timezone.now())
    return notice


def say_yes(page: Page) -> None:
    page.goto("/portal/approvals/")
    page.get_by_role("link", name=re.compile("Put the old certificate back")).first.click()
    expect(page.locator("main")).to_contain_text("Put the old certificate back")
    page.get_by_role("button", name="Approve").click()


def test_from_a_major_incident_to_the_review_of_its_emergency_change(windows, major, board, ivo, ana):
    desk, first, second, third = (windows.open(one) for one in (ivo, *board.members.order_by("name")))

    desk.goto(major.get_absolute_url())
    desk.locator("#panel details.menu summary").click()
    desk.get_by_role("link", name="Propose a change").click()
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name=re.compile("Emergency"))).to_be_checked()  # it is major
    dialog.get_by_label("What is to be changed").fill("Put the old certificate back")
    dialog.get_by_label("What is done").fill("The certificate of yesterday is put back on both mail servers.")
    dialog.get_by_role("button", name="Propose a change").click()
    expect(desk).to_have_url(re.compile(r"/changes/CHG-\d+/$"))
    change = Change.objects.get()
    change.plan(by=ivo, steps=[{"what": "Copy it", "minutes": 2}, {"what": "Restart mail", "minutes": 2}])
    tell(change, ivo, title="Mail is mended by an emergency change", ana=ana)
    for news in (
        "Restart mail",
        "Mail is mended by an emergency change",
    ):  # nobody submits what they do not see
        expect(desk.locator("main")).to_contain_text(news)
    expect(desk.locator(".htmx-request")).to_have_count(0)
    desk.get_by_role("link", name="Submit").or_(desk.get_by_role("button", name="Submit")).first.click()
    expect(desk.locator("main")).to_contain_text(re.compile("waiting for authority", re.IGNORECASE))

    say_yes(first)
    change.refresh_from_db()
    assert change.status == Status.AUTHORISE, "one of two is not enough"
    say_yes(second)
    expect(desk.locator("main")).to_contain_text(re.compile("being carried out", re.IGNORECASE))  # by itself
    assert not Approval.objects.waiting().filter(person=board.members.get(name="Lea Hale")).exists()

    desk.add_init_script("delete Element.prototype.moveBefore")  # not every browser has it

    broken = "Calendar is empty now"

    def while_it_looks(route):
        """The page asks once more when it begins to listen; the news comes between that answer and its arrival."""
        if "hx-request" not in route.request.headers or Incident.objects.filter(title=broken).exists():
            return route.continue_()
        answer = route.fetch()
        incident(by=ana, title=broken, service=change.service)
        desk.wait_for_timeout(500)
        return route.fulfill(response=answer)

    desk.route("**/carry-out/", while_it_looks)
    desk.goto(f"{change.get_absolute_url()}carry-out/")
    expect(desk.locator("#doing")).to_contain_text(broken)  # by itself
    note = desk.get_by_label("Note on Restart mail")
    note.press_sequentially("Both ser")
    ticking.tick(change.steps.get(what="Copy it"), by=board.chair)
    expect(desk.locator("#doing")).to_contain_text("1 of 2 steps done")
    expect(note).to_be_focused()  # what is half typed stays
    desk.keyboard.type("vers")
    expect(note).to_have_value("Both servers")
    desk.get_by_role("link", name="Back out").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Why").fill("Clients do not trust it.")
    dialog.get_by_role("button", name="Back out").click()
    tell(change, ivo, title="The emergency change is taken back", ana=ana)

    change.refresh_from_db()
    assert (change.status, change.outcome) == (Status.REVIEW, Outcome.BACKED_OUT)
    assert change.review_due_at < timezone.now() + timedelta(days=8)  # five working days
    third.goto(f"{change.get_absolute_url()}review/")
    third.get_by_role("button", name=re.compile("was caused by it")).click()
    expect(third.locator("main")).not_to_contain_text("No incident is linked as caused by it.")
    change.plan(by=ivo, test_evidence="None before; in the test house afterwards.", reason="Mail was down.", back_out_plan="The newer certificate.")  # fmt: skip
    third.get_by_role("link", name="Close with its outcome").click()
    dialog = third.get_by_role("dialog")
    dialog.get_by_label(re.compile("backed out", re.IGNORECASE)).check()
    dialog.get_by_label("Yes").first.check()
    dialog.get_by_role("textbox").first.fill("The old certificate had run out, too.")
    dialog.get_by_role("button", name="Close with its outcome").click()
    expect(third.locator("main")).to_contain_text(re.compile("closed", re.IGNORECASE))
    third.get_by_role("link", name="Review", exact=True).click()
    expect(third.locator("main")).to_contain_text("The old certificate had run out, too.")

    desk.goto(f"/comms/knowing/{major.number}/")
    told = desk.locator(".knowing-list").inner_text()
    wanted = [
        "Something is broken", "It is a major incident", f"{change.number} is authorised", f"{change.number} is backed out",
        f"{change.number} is reviewed", *Notice.objects.values_list("number", flat=True),
    ]  # fmt: skip
    assert [words for words in wanted if words not in told] == []
