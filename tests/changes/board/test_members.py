"""A member of a board who does not work the desk: the meetings, packs and votes of their own boards, and nothing else."""

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from changes.board import agenda, holding
from changes.models import Board, Change, Meeting
from comms.models import Delivery
from comms.rules import tellings
from comms.telling import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(colleague, board):
    board.members.add(colleague)
    return colleague


@pytest.fixture
def before_them(member, on_the_agenda):
    return on_the_agenda


@pytest.fixture
def elsewhere(members) -> Meeting:
    other = Board.objects.create(name="Another board", chair=members[0])
    return Meeting.objects.create(board=other, chair=members[0], starts_at=timezone.now())


def test_they_find_their_meetings_from_the_portal_and_no_other(before_them, elsewhere, meeting, as_colleague):
    home = as_colleague.get("/portal/").text
    assert meeting.get_absolute_url() in home
    listed = as_colleague.get("/changes/meetings/").text
    assert meeting.get_absolute_url() in listed
    assert elsewhere.get_absolute_url() not in home + listed
    assert as_colleague.get(elsewhere.get_absolute_url()).status_code == 404
    assert as_colleague.get("/changes/boards/").status_code == 404


def test_the_pack_shows_them_all_of_the_change_without_doors_that_are_shut(before_them, as_colleague):
    change, item = before_them
    shown = as_colleague.get(item.get_absolute_url()).text
    for part in (
        "The certificate of the mail server is renewed.",
        "The old certificate is put back.",
        "Your vote",
    ):
        assert part in shown
    for shut in (f'href="/changes/{change.number}/"', 'href="/services/'):
        assert shut not in shown
    in_the_way = as_colleague.get(reverse("calendar:of_change", args=[change.number]))
    assert in_the_way.status_code == 200
    assert 'href="/changes/calendar/' not in in_the_way.text
    assert as_colleague.get(f"/changes/{change.number}/").status_code == 404


def test_they_vote_and_come_by_page_and_by_api(before_them, meeting, members, member, as_colleague):
    _change, item = before_them
    said = {"choice": "yes", "digest": item.change.digest}
    assert as_colleague.post(f"{item.get_absolute_url()}vote/", said).status_code == 302
    assert item.votes.get().person == member
    holding.begin(meeting, by=members[0])
    client, at = APIClient(), f"/api/v1/meetings/{meeting.pk}/"
    client.force_authenticate(member)
    assert [one["id"] for one in client.get("/api/v1/meetings/").json()["results"]] == [meeting.pk]
    assert client.post(f"{at}join/").status_code == 200
    again = {"item": item.pk, "choice": "no", "words": "Too soon.", "digest": item.change.digest}
    assert client.post(f"{at}vote/", again, format="json").status_code == 200
    assert item.votes.get().choice == "no"
    assert client.post(f"{at}call/", {"item": item.pk}, format="json").status_code == 403
    assert "Ana Reis" in as_colleague.get(meeting.get_absolute_url()).text


def test_a_restricted_change_stays_closed_to_them(before_them, meeting, as_colleague):
    change, item = before_them
    Change.objects.filter(pk=change.pk).update(restricted=True)
    assert as_colleague.get(item.get_absolute_url()).status_code == 404
    assert change.title not in as_colleague.get(meeting.get_absolute_url()).text
    assert as_colleague.get(reverse("calendar:of_change", args=[change.number])).status_code == 404


def test_whoever_leaves_the_board_finds_nothing_there_any_more(
    before_them, meeting, board, member, as_colleague
):
    board.members.remove(member)
    for address in ("/changes/meetings/", meeting.get_absolute_url(), before_them[1].get_absolute_url()):
        assert as_colleague.get(address).status_code == 404


def test_mail_and_inbox_lead_them_to_their_vote(asked, meeting, board, colleague, as_colleague, settings):
    change = asked()
    board.members.add(colleague)  # after the board was asked: no approval of theirs waits
    agenda.build(meeting, now=timezone.now())
    event, item = change.events.get(verb="ticket.put_on_agenda"), meeting.items.get()
    tell(event, now=timezone.now())
    letter = Delivery.objects.get(event=event, person=colleague)
    assert settings.BASE_URL + item.get_absolute_url() in letter.text
    assert item.get_absolute_url() in as_colleague.get(reverse("comms:inbox")).text


def test_a_cancelled_meeting_tells_each_member_once_and_not_for_every_change(meeting, members, member, asked):
    changes = [asked(f"Change {n}", by=members[n]) for n in (0, 1)]
    agenda.build(meeting, now=timezone.now())

    holding.cancel(meeting, by=members[2])

    told = {}
    for change in changes:
        event = change.events.get(verb="ticket.take_off_agenda")
        told[change.title] = sorted(str(one.person) for _rule, one in tellings(event))
    assert told == {"Change 0": ["Ada Moss", "Ana Reis"], "Change 1": ["Chair Hale"]}
    assert meeting.items.count() == 2  # what was on it can still be read
