"""A meeting on the pages: planned, voted on beforehand, held, decided, and its minutes."""

import pytest
from django.utils import timezone

from changes.board import agenda, holding, voting
from changes.models import Board, Change, Meeting, Status


@pytest.fixture
def chair(members, signed_in):
    return signed_in(members[0])


def test_a_board_and_a_meeting_are_made_and_the_agenda_builds_itself(
    administrator, members, asked, signed_in, board
):
    change = asked()
    made = signed_in(administrator).post(
        "/changes/boards/new/", {"name": "Emergency board", "chair": members[0].pk, "members": [one.pk for one in members], "emergency": "on"}
    )  # fmt: skip
    assert made.status_code == 302
    assert Board.objects.get(emergency=True).members.count() == 3
    page = signed_in(members[0]).post(
        "/changes/meetings/new/", {"board": board.pk, "starts_at": "2027-03-11T10:00", "minutes": 60, "place": "Room 4"}, follow=True
    )  # fmt: skip
    assert change.number in page.content.decode()
    assert Meeting.objects.get().chair == members[0]


def test_a_second_emergency_board_is_refused_in_words(administrator, members, signed_in):
    Board.objects.create(name="Emergency board", chair=members[0], emergency=True)
    data = {"name": "Another", "chair": members[0].pk, "members": [members[0].pk], "emergency": "on"}
    answer = signed_in(administrator).post("/changes/boards/new/", data)
    assert answer.status_code == 422
    assert "There is only one." in answer.content.decode()


def test_the_pack_holds_all_of_it_and_takes_a_vote(on_the_agenda, members, signed_in, meeting):
    _change, item = on_the_agenda
    client, address = signed_in(members[1]), f"/changes/meetings/{meeting.pk}/{item.pk}/"
    shown = client.get(address).content.decode()
    for part in (
        "The certificate of the mail server is renewed.",
        "The old certificate is put back.",
        "Risk: high",
    ):
        assert part in shown
    assert client.post(f"{address}vote/", {"choice": "no", "digest": item.change.digest}).status_code == 422
    client.post(f"{address}vote/", {"choice": "no", "words": "Too soon.", "digest": item.change.digest})
    assert "Too soon." in client.get(meeting.get_absolute_url()).content.decode()


def test_a_vote_on_another_plan_is_said_and_not_counted(on_the_agenda, members, signed_in, meeting):
    _change, item = on_the_agenda
    address = f"/changes/meetings/{meeting.pk}/{item.pk}/"
    answer = signed_in(members[1]).post(f"{address}vote/", {"choice": "yes", "digest": "x"}, follow=True)
    assert "has changed since" in answer.content.decode()
    assert not item.votes.exists()


def test_a_meeting_from_its_beginning_to_its_minutes(on_the_agenda, members, chair, signed_in, meeting):
    change, item = on_the_agenda
    address = meeting.get_absolute_url()
    chair.post(f"{address}begin/")
    signed_in(members[1]).post(f"{address}join/")
    chair.post(f"{address}{item.pk}/call/")
    assert "It is decided" in chair.get(address).content.decode()
    chair.post(
        f"{address}actions/", {"what": "Tell the plant", "owner": members[1].pk, "due_on": "2027-01-15"}
    )
    chair.post(
        f"{address}{item.pk}/decide/",
        {"decision": "authorised", "conditions": "Network is there.", "digest": item.change.digest},
    )
    chair.post(f"{address}end/", {"notes": "Short and good."})
    minutes = chair.get(address).content.decode()
    for part in (
        "What was decided",
        "Network is there.",
        "Tell the plant",
        "Ada Moss",
        "not there",
        "Short and good.",
    ):
        assert part in minutes
    change.refresh_from_db()
    assert change.status == Status.SCHEDULED


def test_who_does_not_chair_is_told_and_nothing_happens(on_the_agenda, agent, signed_in, meeting):
    answer = signed_in(agent).post(f"{meeting.get_absolute_url()}begin/", follow=True)
    assert "Chair Hale chairs this meeting." in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PLANNED


def test_a_restricted_change_is_packed_only_for_who_may_see_it(on_the_agenda, outsider, signed_in, meeting):
    change, item = on_the_agenda
    Change.objects.filter(pk=change.pk).update(restricted=True)
    address = f"/changes/meetings/{meeting.pk}/"
    assert signed_in(outsider).get(f"{address}{item.pk}/").status_code == 404
    assert change.title not in signed_in(outsider).get(address).content.decode()


def test_the_page_costs_the_same_for_one_change_and_for_ten(
    meeting, asked, members, signed_in, django_assert_max_num_queries
):
    for number in range(6):
        asked(f"Change {number}")
    agenda.build(meeting, now=timezone.now())
    for item in meeting.items.all():
        voting.vote(item, choice="yes", by=members[1], digest=item.change.digest)
    client = signed_in(members[0])
    client.get(meeting.get_absolute_url())
    with django_assert_max_num_queries(15):
        client.get(meeting.get_absolute_url())


def test_every_member_and_whoever_is_there_hears_of_each_step(
    on_the_agenda, members, meeting, agent, monkeypatch, django_capture_on_commit_callbacks
):
    heard = []
    monkeypatch.setattr("changes.board.news.publish", lambda to, hint: heard.append(to))
    with django_capture_on_commit_callbacks(execute=True):
        holding.begin(meeting, by=members[0])
        assert not heard, "nothing leaves before it is written"
        holding.join(meeting, by=agent)
    assert heard[-1] == {f"person.{one.pk}": "meeting" for one in (*members, agent)}
