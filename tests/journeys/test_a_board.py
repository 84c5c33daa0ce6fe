"""Three members of the board, three browsers: votes beforehand, one decision that all of them see at once, minutes."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from catalog.approvals import asking
from changes.board import agenda
from changes.models import Board, Change, Meeting, Status
from itsm.people import roles
from tests.changes.kit import whole_plan
from tests.factories import PersonFactory

WITHIN = 2.0  # seconds


@pytest.fixture
def members(desk):
    return [
        PersonFactory(name=name, roles=[roles.CHANGE_MANAGER]) for name in ("Lea Hale", "Ada Moss", "Bo Lind")
    ]


@pytest.fixture
def change(mail, ivo, members) -> Change:
    """It waits for the board and for nobody else."""
    starts = timezone.now() + timedelta(days=5)
    plan = whole_plan(starts_at=starts, ends_at=starts + timedelta(hours=2))
    made = Change.propose(by=ivo, title="Move the mail store", service=mail, **plan)
    step = {"name": "The board agrees", "who": {"kind": "board"}, "rule": "share", "share": 51}
    board = Board.objects.create(name="Change advisory board", chair=members[0])
    board.members.set(members)
    asking.ask(made, [step], {}, subject_digest=made.digest, owner=None)
    Change.objects.filter(pk=made.pk).update(status=Status.AUTHORISE, risk_level="high")
    return made


def press(page, name: str) -> None:
    """With the keyboard alone."""
    page.get_by_role("button", name=name).press("Enter")


def test_a_decision_of_the_board_is_before_everybody_at_once(windows, change, members):
    meeting = Meeting.objects.create(
        board=Board.objects.get(), chair=members[0], starts_at=timezone.now() + timedelta(hours=1)
    )
    agenda.build(meeting, now=timezone.now())
    lea, ada, bo = (windows.open(one) for one in members)

    ada.goto("/changes/meetings/")
    ada.locator(".rows a.title").click()
    expect(ada.get_by_text("Risk: high")).to_be_visible()
    ada.get_by_role("link", name="Vote").press("Enter")
    expect(ada.get_by_text("The old certificate is put back.")).to_be_visible()
    for key in ("Tab", "Space", "Tab"):  # the link led to the vote: authorise, and on to the words
        ada.keyboard.press(key)
    ada.keyboard.type("Well tested.")
    ada.keyboard.press("Tab")
    ada.keyboard.press("Enter")
    expect(ada.locator("#meeting")).to_contain_text("Well tested.")
    expect(ada.locator("#meeting .votes [data-choice=yes]")).to_contain_text("Ada Moss")

    for page in (lea, bo):
        page.goto(meeting.get_absolute_url())
    press(lea, "Begin")
    press(bo, "I am here")
    bo.locator("#leave").focus()
    expect(lea.locator("#meeting")).to_contain_text("Bo Lind")
    press(lea, f"Talk about {change.number} now")
    expect(bo.get_by_role("heading", name=f"Now: {change.number}")).to_be_visible()
    expect(bo.locator("#leave")).to_be_focused()  # what was before them was replaced

    lea.get_by_role("radio", name="authorised").press(" ")
    lea.get_by_label("On condition that").press_sequentially("Somebody of network")
    ada.goto(meeting.get_absolute_url())
    press(ada, "I am here")
    expect(lea.locator("#there-title ~ ul > li:not(.absent)", has_text="Ada Moss")).to_be_visible()
    expect(lea.get_by_label("On condition that")).to_be_focused()
    lea.keyboard.type(" is there.")
    expect(lea.get_by_role("radio", name="authorised")).to_be_checked()
    press(lea, "It is decided")
    began = time.monotonic()
    for page in (bo, ada):
        page.locator(".now-item .said .badge", has_text="Authorised").wait_for(timeout=WITHIN * 1000)
    assert time.monotonic() - began < WITHIN

    lea.get_by_role("button", name="End the meeting").click()
    minutes = bo.locator("#meeting")
    expect(minutes).to_contain_text("What was decided")
    expect(minutes).to_contain_text("Somebody of network is there.")
    change.refresh_from_db()
    assert change.status == Status.SCHEDULED
    bo.goto(change.get_absolute_url() + "conversation/")
    expect(bo.locator("#conversation")).to_contain_text("The board agrees")
