"""Pipelines under Set up, their deployments by API and on the page of the change, and the lines that call."""

import os
import re
import subprocess
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from changes.models import Change, Deployment, Pipeline
from itsm.frame.secrets import seal, unseal
from tests.changes.pipelines.kit import FINISHED, STARTED, call, pipeline, what_stands
from tests.factories import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"
DOCS = Path(__file__).resolve().parents[3] / "docs" / "pipelines.md"
# In place of curl: what it was called with, and the exit code it is told.
CURL = """curl() { printf '%s\\0' "$@" >> "$CALLS"; printf '\\n' >> "$CALLS"; return "$ANSWER"; }"""


def example(page: str) -> str:
    return unescape(re.search(r'<code id="example">(.*?)</code>', page, re.DOTALL)[1]).strip()


def calls_of(lines: str, secret: str, at: Path, *, answer: int = 0) -> tuple[int, list[list[str]]]:
    """Run them in a shell; its exit code, and each call of curl by its words."""
    around = {**os.environ, "BATON_SECRET": secret, "CALLS": str(at), "ANSWER": str(answer)}
    ended = subprocess.run(["sh", "-c", f"{CURL}\n{lines}"], env=around, check=False)
    return ended.returncode, [line.split("\0")[:-1] for line in at.read_text().splitlines()]


def posted(words: list[str]) -> int:
    headers = dict(words[n + 1].split(": ") for n, word in enumerate(words) if word == "--header")
    body = words[words.index("--data-binary") + 1].encode()
    assert "--fail-with-body" in words
    path = words[-1].partition("/hooks/")[2]
    answer = Client().post(f"/hooks/{path}", body, content_type=headers.pop("Content-Type"), headers=headers)
    return answer.status_code


def test_the_lines_on_the_page_sign_and_deploy_as_they_stand(portal, as_administrator, tmp_path):
    portal.secret = seal(secret := "-begins with a hyphen, and “quotes”")
    portal.save()
    lines = example(as_administrator.get(f"/changes/pipelines/{portal.key}/").text)
    code, calls = calls_of(lines, secret, tmp_path / "calls")
    assert (code, [posted(words) for words in calls]) == (0, [200, 200])
    assert what_stands() == [("closed", "successful", "succeeded")]
    assert Change.objects.get().title == "Portal 3.8"


def test_a_refused_start_ends_the_pipeline_with_the_code_of_curl(portal, as_administrator, tmp_path):
    lines = example(as_administrator.get(f"/changes/pipelines/{portal.key}/").text)
    code, calls = calls_of(lines, "x", tmp_path / "calls", answer=22)
    assert (code, len(calls)) == (22, 1)


def test_the_docs_show_the_same_lines(portal, as_administrator, settings):
    settings.BASE_URL = "https://desk.halden.example"
    told = DOCS.read_text().partition("```sh\n")[2].partition("```")[0].strip()
    assert told == example(as_administrator.get(f"/changes/pipelines/{portal.key}/").text)


# Set up ---------------------------------------------------------------------------------------------------------------


def test_a_new_pipeline_shows_its_secret_once_and_a_new_one_ends_it(as_administrator, agent, model):
    typed = {"name": "Näw", "model": model.pk, "speaks_for": agent.email, "is_active": "on"}
    made = as_administrator.post("/changes/pipelines/new/", typed)
    kept = Pipeline.objects.get()
    secret = re.search(r'<code class="secret">(.+?)</code>', made.text)[1]
    assert (kept.key, unseal(kept.secret), secret in kept.secret) == ("naw", secret, False)
    assert secret not in as_administrator.get("/changes/pipelines/naw/").text
    renewed = as_administrator.post("/changes/pipelines/naw/renew/")
    assert unseal(Pipeline.objects.get().secret) in renewed.text
    assert call(kept, STARTED, secret=secret).status_code == 403
    again = as_administrator.post("/changes/pipelines/new/", typed | {"name": "New"})
    assert again.context["pipeline"].key == "new-1"


def test_what_would_stop_every_run_is_said_while_it_is_set_up(as_administrator, agent, colleague, model):
    def refused(**fields):
        typed = {"name": "Portal", "model": model.pk, "speaks_for": agent.email, "is_active": "on"}
        answer = as_administrator.post("/changes/pipelines/new/", typed | fields)
        by_api = {"name": "Portal", "model": model.key, "speaks_for": agent.pk}
        by_api |= {"speaks_for": colleague.pk} if fields else {}
        told = as_administrator.post("/api/v1/pipelines/", by_api, JSON)
        assert (answer.status_code, told.status_code, Pipeline.objects.count()) == (422, 422, 0)
        return answer.text

    assert "They may not carry out changes." in refused(speaks_for=colleague.email)
    model.teams.add(TeamFactory(name="Portal team"))
    assert "in none of the teams" in refused()
    model.services.clear()
    assert "It names no services." in refused()


def test_the_pages_say_how_it_stands(portal, as_administrator, django_assert_max_num_queries):
    for n in range(3):
        call(portal, STARTED | FINISHED, run=str(n))
    call(portal, STARTED, secret="x")
    with django_assert_max_num_queries(15):
        page = as_administrator.get("/changes/pipelines/portal/").text
    assert page.count("https://ci.example/runs/7") == 3
    assert "The signature is wrong." in page
    agent = portal.speaks_for
    for n in range(5):
        pipeline(agent, portal.model, f"Another {n}")
    with django_assert_max_num_queries(10):
        page = as_administrator.get("/changes/pipelines/").text
    assert page.count("Another") == 5
    portal.model.review(reason="Look at it", by=agent, now=timezone.now())
    assert "nothing is deployed until" in as_administrator.get("/changes/pipelines/portal/").text
    typed = {"name": "The portal", "model": portal.model.pk, "speaks_for": agent.email}
    assert as_administrator.post("/changes/pipelines/portal/", typed).status_code == 302
    assert "Not in use" in as_administrator.get("/changes/pipelines/").text


def test_the_page_of_the_change_shows_commit_link_and_result(portal, as_agent, django_assert_max_num_queries):
    call(portal, STARTED)
    change = Change.objects.get()
    with django_assert_max_num_queries(15):
        running = as_agent.get(change.get_absolute_url()).text
    call(portal, {"event": "finished", "result": "rolled_back"})
    with django_assert_max_num_queries(15):
        page = as_agent.get(change.get_absolute_url()).text
    assert "9f2c1e7" in page
    assert 'href="https://ci.example/runs/7"' in page
    assert ("Rolled back" in page, "Rolled back" in running) == (True, False)
    assert change.events.get(verb="change.back_out").comment == "Portal says: rolled back."


# By API ---------------------------------------------------------------------------------------------------------------


def test_a_person_tells_of_a_run_in_their_own_name(portal, as_outsider, outsider, as_colleague):
    body = {"pipeline": "portal", "run": "8", "commit": "abc", "title": "By hand"}
    made = as_outsider.post("/api/v1/deployments/", body, JSON)
    again = as_outsider.post("/api/v1/deployments/", body, JSON)
    assert (made.status_code, again.status_code, again.json()) == (201, 201, made.json())
    assert Change.objects.get().requester == outsider
    address = f"/api/v1/deployments/{made.json()['id']}/"
    ended = as_outsider.post(address + "finish/", {"result": "failed", "words": "It crashed."}, JSON).json()
    assert (ended["status"], ended["result"]) == ("closed", "failed")
    found = as_outsider.get("/api/v1/deployments/?pipeline=portal&run=8&result=failed").json()["results"]
    assert [row["change"] for row in found] == [Change.objects.get().number]
    stopped = as_outsider.post("/api/v1/deployments/", body | {"run": "9", "result": "succeeded"}, JSON)
    assert stopped.status_code == 409
    assert [one["key"] for one in stopped.json()["obstacles"]] == ["model-state"]
    assert as_colleague.post("/api/v1/deployments/", body, JSON).status_code == 404


def test_what_is_over_is_told_at_once(portal, as_agent):
    body = {"pipeline": "portal", "run": "8", "result": "succeeded"}
    assert as_agent.post("/api/v1/deployments/", body, JSON).json()["status"] == "closed"
    Pipeline.objects.update(is_active=False)
    resting = as_agent.post("/api/v1/deployments/", body, JSON)
    assert (resting.status_code, "not in use" in resting.json()["detail"]) == (409, True)


def test_only_who_may_carry_out_changes_tells_of_one(portal, as_manager, manager):
    body = {"pipeline": "portal", "run": "8"}
    assert as_manager.post("/api/v1/deployments/", body, JSON).status_code == 403
    assert not Deployment.objects.exists()


def test_a_deployment_of_a_restricted_change_is_closed_to_who_may_not_see_it(portal, as_outsider):
    call(portal, STARTED)
    Change.objects.update(restricted=True)
    assert as_outsider.get("/api/v1/deployments/").json()["results"] == []
    pk = Deployment.objects.get().pk
    told = as_outsider.post(f"/api/v1/deployments/{pk}/finish/", {"result": "failed"}, JSON)
    assert (told.status_code, what_stands()) == (404, [("implementing", "", "")])
    said = {"pipeline": "portal", "run": "7", "result": "failed"}
    again = as_outsider.post("/api/v1/deployments/", said, JSON)
    assert (again.status_code, what_stands()) == (404, [("implementing", "", "")])


def test_pipelines_are_set_up_by_api(as_administrator, as_agent, agent, model):
    body = {"name": "Portal", "model": model.key, "speaks_for": agent.pk}
    made = as_administrator.post("/api/v1/pipelines/", body, JSON).json()
    assert made["secret"] == unseal(Pipeline.objects.get().secret)
    address = f"/api/v1/pipelines/{made['key']}/"
    assert "secret" not in as_administrator.get(address).json()
    assert as_administrator.post(address + "renew/").json()["secret"] != made["secret"]
    other = PersonFactory(roles=["agent"])
    changed = as_administrator.patch(address, {"is_active": False, "speaks_for": other.pk}, JSON).json()
    assert (changed["is_active"], changed["speaks_for"]["id"]) == (False, other.pk)
    assert as_agent.get(address).status_code == 403
