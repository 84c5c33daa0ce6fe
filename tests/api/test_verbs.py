"""Everything else that can be done to a ticket by API."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from itsm.tickets import verbs as registry
from tests import factories

NOTE = {"found": "Switch 3 flaps", "colleague_knows": "That Network has it", "promised": "A word by noon"}


@pytest.fixture
def address(incident):
    return f"/api/v1/incidents/{incident.number}/"


@pytest.fixture
def other(colleague, team):
    return factories.incident(by=colleague, team=team, title="Printer is on fire")


def later():
    return (timezone.now() + timedelta(hours=2)).isoformat()


def done(answer, status=200):
    assert answer.status_code == status, answer.json()
    return answer.json()


def test_the_baton_goes_round(api, as_, outsider, agent, team, address):
    network, theirs = outsider.teams.get(), as_(outsider)
    assert done(api.post(address + "take/"))["assignee"]["id"] == agent.pk
    offered = done(api.post(address + "hand-over/", {"to_team": network.pk, **NOTE}))
    assert (offered["team"]["id"], offered["offer"]["found"]) == (network.pk, NOTE["found"])
    returned = done(theirs.post(address + "return/", {"reason": "It is the server"}))
    assert (returned["team"]["id"], returned["offer"], returned["handover_count"]) == (team.pk, None, 1)
    done(api.post(address + "hand-over/", {"to_team": network.pk, **NOTE}))
    assert done(theirs.post(address + "accept/"))["assignee"]["id"] == outsider.pk
    assert [row["state"] for row in api.get(address + "hand-overs/").json()] == ["accepted", "returned"]


@pytest.mark.parametrize("missing", NOTE)
def test_a_hand_over_without_its_note_is_refused(missing, api, outsider, address):
    answer = api.post(address + "hand-over/", {"to_team": outsider.teams.get().pk, **NOTE, missing: " "})
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {missing})


def test_only_a_member_of_the_team_is_assigned(api, agent, outsider, address):
    assert api.post(address + "assign/", {"to": outsider.pk}).status_code == 409
    assert done(api.post(address + "assign/", {"to": agent.pk}))["holder"] == "agent"


def test_words_come_back_as_their_event(api, address):
    said = done(api.post(address + "reply/", {"words": "We look into it at once", "until": later()}), 201)
    assert (said["verb"], said["audience"], said["channel"]) == ("ticket.reply", "public", "api")
    noted = done(api.post(address + "note/", {"words": "Between us"}), 201)
    assert noted["audience"] == "internal"
    talked = done(api.post(address + "log/", {"words": "She knows", "channel": "phone"}), 201)
    assert (talked["verb"], talked["channel"]) == ("ticket.log", "phone")
    assert api.post(address + "log/", {"words": "She knows", "channel": "mail"}).status_code == 422


def test_a_promise_is_made_and_renewed(api, incident, address):
    until = later()
    assert done(api.post(address + "promise/", {"until": until}))["promised_at"][:16] == until[:16]
    assert api.post(address + "promise/", {"until": "2001-01-01T00:00:00Z"}).status_code == 422


def test_files_are_uploaded_sent_and_fetched(api, mine, as_, address):
    pixel = SimpleUploadedFile("screen.txt", b"blue screen", content_type="text/plain")
    file = done(mine.post(address + "attachments/", {"file": pixel}, format="multipart"), 201)
    assert (file["name"], file["event"]) == ("screen.txt", None)
    assert api.get(address + "attachments/").json()[0]["id"] == file["id"]
    said = done(
        mine.post(address + "reply/", {"words": "This is what I see", "attachments": [file["id"]]}), 201
    )
    assert [row["id"] for row in said["attachments"]] == [file["id"]]
    got = api.get(said["attachments"][0]["url"])
    assert b"".join(got.streaming_content) == b"blue screen"
    assert got.headers["Content-Security-Policy"].startswith("sandbox")
    assert as_(factories.PersonFactory()).get(file["url"]).status_code == 404


def test_a_file_goes_with_a_message_of_its_uploader_only(api, mine, address):
    upload = SimpleUploadedFile("a.txt", b"x")
    file = done(mine.post(address + "attachments/", {"file": upload}, format="multipart"), 201)
    answer = api.post(address + "reply/", {"words": "This is what she sees", "attachments": [file["id"]]})
    assert set(answer.json()["errors"]) == {"attachments"}


def test_a_program_is_no_attachment(api, address):
    upload = SimpleUploadedFile("run.exe", b"MZ")
    assert api.post(address + "attachments/", {"file": upload}, format="multipart").status_code == 422


def test_a_draft_is_kept_until_it_is_dropped(api, mine, address):
    assert api.get(address + "draft/").status_code == 404
    assert api.put(address + "draft/", {"words": "Half a sent", "mode": "note"}).status_code == 204
    assert done(api.get(address + "draft/"))["words"] == "Half a sent"
    assert mine.get(address + "draft/").status_code == 404
    assert api.delete(address + "draft/").status_code == 204
    assert api.get(address + "draft/").status_code == 404


def test_people_come_and_go(api, colleague, address):
    someone = factories.PersonFactory()
    done(api.post(address + "add-person/", {"person": someone.pk, "part": "cc"}))
    assert [row["person"]["id"] for row in api.get(address + "people/").json()] == [someone.pk]
    done(api.post(address + "remove-person/", {"person": someone.pk, "part": "cc"}))
    assert api.get(address + "people/").json() == []


def test_watching_twice_is_watching_once(api, incident, agent, address):
    for _ in range(2):
        done(api.post(address + "watch/"))
    assert incident.participants.filter(person=agent, part="watcher").count() == 1
    done(api.post(address + "unwatch/"))
    assert not incident.is_watched_by(agent)


def test_links_read_from_both_sides(api, incident, other, address):
    done(api.post(address + "link/", {"to": other.number.lower(), "kind": "caused_by"}))
    [here] = api.get(address + "links/").json()
    [there] = api.get(f"/api/v1/incidents/{other.number}/links/").json()
    assert (here["number"], here["reads"], here["outward"]) == (other.number, "is caused by", True)
    assert (there["number"], there["reads"], there["outward"]) == (incident.number, "causes", False)
    done(api.post(address + "unlink/", {"to": other.number, "kind": "caused_by"}))
    assert api.get(address + "links/").json() == []


def test_what_one_may_not_see_cannot_be_linked(as_, outsider, other, address):
    other.edit(by=other.requester, restricted=True)
    answer = as_(outsider).post(address + "link/", {"to": other.number, "kind": "relates"})
    assert set(answer.json()["errors"]) == {"to"}


def test_merging_ends_one_and_keeps_the_other(api, incident, other, address):
    told = done(api.post(address + "merge/", {"into": other.number}))
    assert (told["open"], told["merged_into"]) == (False, other.number)
    assert api.post(address + "merge/", {"into": other.number}).status_code == 409


def test_a_second_matter_gets_its_own_ticket(api, mine, address):
    message = done(mine.post(address + "reply/", {"words": "And the printer is on fire"}), 201)
    made = done(api.post(address + "split/", {"message": message["id"], "title": "Printer on fire"}), 201)
    assert (made["title"], made["description"]) == ("Printer on fire", "And the printer is on fire")
    assert api.post(address + "split/", {"message": 1, "title": "Nothing"}).status_code == 422


def test_a_restricted_incident_is_gone_for_other_teams(api, as_, outsider, address):
    assert done(api.post(address + "restrict/", {"restricted": True}))["restricted"] is True
    assert as_(outsider).get(address).status_code == 404


def test_in_bulk_each_answers_for_itself(api, incident, other, team, colleague):
    closed = factories.incident(by=colleague, team=team, status="closed")
    numbers = [incident.number, closed.number, other.number, "INC-999999"]
    body = {"resolution": "fixed", "words": "The mail server answers again"}
    told = done(api.post("/api/v1/incidents/bulk/", {"verb": "resolve", "numbers": numbers, "body": body}))
    assert [(row["number"], row["done"]) for row in told] == list(
        zip(numbers, [True, False, True, False], strict=True)
    )
    assert [row["problem"] and row["problem"]["status"] for row in told] == [None, 409, None, 404]


@pytest.mark.parametrize("verb", ["take", "assign", "hand-over", "reply", "link", "child", "resolve"])
def test_what_the_desk_does_in_bulk_the_api_does(verb, api, incident, agent, outsider, other):
    bodies = {"assign": {"to": agent.pk}, "hand-over": {"to_team": outsider.teams.get().pk, **NOTE}, "reply": {"words": "We are on it right now"},
              "link": {"to": other.number, "kind": "relates"}, "child": {"parent": other.number},
              "resolve": {"resolution": "fixed", "words": "It works again"}}  # fmt: skip
    told = done(
        api.post(
            "/api/v1/incidents/bulk/",
            {"verb": verb, "numbers": [incident.number], "body": bodies.get(verb, {})},
        )
    )
    assert told == [{"number": incident.number, "done": True, "problem": None}]


def test_what_is_no_bulk_verb_is_refused_whole(api, incident):
    answer = api.post("/api/v1/incidents/bulk/", {"verb": "merge", "numbers": [incident.number]})
    assert set(answer.json()["errors"]) == {"verb"}


def test_a_major_incident_from_proposal_to_review(api, agent, outsider, address, incident):
    assert (
        api.post(address + "promote-major/", {"lead": agent.pk, "communications": agent.pk}).status_code
        == 409
    )
    done(api.post(address + "propose-major/", {"impact": "Nobody can send mail"}))
    told = done(api.post(address + "promote-major/", {"lead": agent.pk, "communications": outsider.pk}))
    assert (told["major"], told["priority"], told["major_incident"]["lead"]["id"]) == (True, 1, agent.pk)
    told = done(api.post(address + "change-major-roles/", {"scribe": outsider.pk}))
    assert told["major_incident"]["scribe"]["id"] == outsider.pk
    assert api.post(address + "stand-down-major/").status_code == 409
    done(api.post(address + "resolve/", {"resolution": "fixed", "words": "Mail works for everyone again"}))
    assert done(api.post(address + "stand-down-major/"))["major_incident"]["state"] == "over"

    assert api.get(address + "review/").status_code == 404
    about = {"summary": "A disk was full.", "communication": "Yes, twice."}
    done(api.put(address + "review/", about))
    action = done(
        api.post(
            address + "review/actions/", {"what": "Watch the disk", "owner": agent.pk, "due_on": "2030-01-01"}
        ),
        201,
    )
    assert done(api.post(f"{address}review/actions/{action['id']}/finish/"))["done_at"]
    assert done(api.post(address + "review/publish/"))["published_at"]
    assert done(api.get(address + "review/"))["actions"][0]["what"] == "Watch the disk"


def test_a_proposal_may_be_declined(api, address):
    done(api.post(address + "propose-major/", {"impact": "Nobody can send mail"}))
    assert (
        done(api.post(address + "decline-major/", {"reason": "Two people only"}))["major_incident"]["state"]
        == "declined"
    )


def test_the_desk_reports_for_a_colleague(api, colleague, service):
    about = {
        "title": "No sound",
        "requester": colleague.pk,
        "service": service.pk,
        "channel": "phone",
        "impact": 2,
        "urgency": 2,
    }
    told = done(api.post("/api/v1/incidents/", about), 201)
    assert (told["requester"]["id"], told["team"]["id"], told["channel"]) == (
        colleague.pk,
        service.team_id,
        "phone",
    )


def test_editing_nothing_is_refused(api, incident, address):
    assert api.patch(address, {"title": incident.title}).status_code == 409
    assert done(api.patch(address, {"impact": 1, "urgency": 1}))["priority"] == 1


def test_saved_views_are_ones_own_to_change(api, as_, outsider, team):
    kept = done(api.post("/api/v1/views/", {"name": "Mail", "query": "q=mail", "team": team.pk}), 201)
    address = f"/api/v1/views/{kept['id']}/"
    theirs = as_(outsider)
    assert theirs.get(address).status_code == 404
    assert done(api.patch(address, {"everyone": True}))["everyone"] is True
    assert done(theirs.get(address))["mine"] is False
    assert [theirs.patch(address, {"name": "X"}).status_code, theirs.delete(address).status_code] == [
        404,
        404,
    ]
    assert set(theirs.post("/api/v1/views/", {"name": "Mail", "team": team.pk}).json()["errors"]) == {"team"}
    assert api.delete(address).status_code == 204


def test_every_button_has_its_address(incident):
    """A verb exists on the page and by API, or nowhere."""
    from comms.incidents_api import IncidentViewSet

    by_other_ways = {"edit"}  # PATCH
    verbs = {verb.slug for (kind, _slug), verb in registry._verbs.items() if kind in {"", "incident"}}
    known = verbs - by_other_ways
    actions = {action.url_path for action in IncidentViewSet.get_extra_actions()}
    assert known - actions == set()


def test_a_change_and_a_problem_begin_from_an_incident(api, incident, address):
    plan = {
        "title": "Put it back",
        "type": "emergency",
        "description": "The old one.",
        "reason": "Mail is down.",
    }
    change = done(api.post(address + "propose-change/", plan), 201)
    assert (change["kind"], change["status"]) == ("change", "draft")
    problem = done(api.post(address + "raise-problem/", {"title": "Certificates run out unseen"}), 201)
    assert (problem["kind"], problem["status"]) == ("problem", "new")
    assert {link["number"] for link in done(api.get(address + "links/"))} == {
        change["number"],
        problem["number"],
    }
