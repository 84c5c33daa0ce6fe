"""Articles by API: the same as on their pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from itsm.knowledge.importing import job
from itsm.knowledge.models import Article
from tests.factories import incident
from tests.knowledge.conftest import BODY
from tests.knowledge.test_article_pages import png
from tests.knowledge.test_importing_articles import FILES, zipped

URL = "/api/v1/articles/"


@pytest.fixture(autouse=True)
def files_go_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(client, path, body=None, method="post", **headers):
    return getattr(client, method)(f"{URL}{path}", body, content_type="application/json", headers=headers)


def test_from_a_draft_to_readers(as_agent, as_outsider, as_colleague, agent):
    made = send(
        as_agent, "", {"title": "Print", "body": BODY, "audience": "everyone"}, **{"Idempotency-Key": "a"}
    )
    again = send(
        as_agent, "", {"title": "Print", "body": BODY, "audience": "everyone"}, **{"Idempotency-Key": "a"}
    )
    assert (made.status_code, again.json()["number"]) == (201, made.json()["number"])
    number, writing = made.json()["number"], made.json()["writing"]
    assert as_colleague.get(f"{URL}{number}/").status_code == 404
    saved = send(as_agent, f"{number}/write/", {**writing, "body": "Better."})
    assert (saved.json()["body"], saved.json()["stamp"]) == ("Better.", 2)
    late = send(as_outsider, f"{number}/write/", {**writing, "body": "Mine."})
    assert (late.status_code, "Ivo" in late.json()["detail"]) == (409, True)
    assert send(as_agent, f"{number}/propose/").status_code == 200
    assert send(as_agent, f"{number}/publish/").status_code == 409
    assert send(as_outsider, f"{number}/send-back/", {}).status_code == 422
    assert send(as_outsider, f"{number}/publish/").json()["state"] == "published"
    told = as_colleague.get(f"{URL}{number}/").json()
    assert told["body"] == "Better."
    assert not {"owner", "writing", "audience", "review_on"} & told.keys()
    assert as_colleague.get(f"{URL}{number}/html/").json() == {"html": "<p>Better.</p>\n"}


def test_lists_are_what_one_may_read(
    as_agent, as_colleague, article, draft, internal, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        seen = as_colleague.get(URL).json()["results"]
    assert [row["number"] for row in seen] == [article.number]
    assert len(as_agent.get(URL).json()["results"]) == 3
    assert [row["number"] for row in as_agent.get(f"{URL}?making=draft").json()["results"]] == [draft.number]


@pytest.mark.parametrize("rest", ["", "html/", "images/", "comments/"])
def test_what_one_may_not_read_is_not_there(rest, as_colleague, draft, internal):
    for hidden in (draft, internal):
        assert as_colleague.get(f"{URL}{hidden.number}/{rest}").status_code == 404


def test_votes_comments_and_voices(as_colleague, as_agent, article):
    send(as_colleague, f"{article.number}/vote/", {"helped": False, "reason": "unclear", "words": "Which?"})
    voices = as_agent.get("/api/v1/article-voices/").json()["results"]
    assert [(voice["article"], voice["words"]) for voice in voices] == [(article.number, "Which?")]
    assert as_agent.post(f"/api/v1/article-voices/{voices[0]['id']}/answer/").status_code == 204
    assert as_agent.get("/api/v1/article-voices/").json()["results"] == []
    made = send(as_colleague, f"{article.number}/comments/", {"words": "It works."})
    assert as_agent.get(f"{URL}{article.number}/comments/").json() == [made.json()]
    assert (
        send(as_agent, f"{article.number}/comments/{made.json()['id']}/", method="delete").status_code == 204
    )


def test_pictures_and_uses(as_agent, as_colleague, article, colleague, team):
    made = as_agent.post(f"{URL}{article.number}/images/", {"file": png()})
    assert made.status_code == 201
    address = f"{URL}{article.number}/images/{made.json()['key']}/"
    assert as_colleague.get(address).status_code == 404
    assert as_colleague.get(f"{URL}{article.number}/images/").json() == []
    Article.objects.update(body=made.json()["markdown"])  # published
    shown = as_colleague.get(address)
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    bad = SimpleUploadedFile("a.png", b"no picture")
    assert as_agent.post(f"{URL}{article.number}/images/", {"file": bad}).status_code == 422
    ticket = incident(by=colleague, team=team)
    assert send(as_agent, f"{article.number}/uses/", {"ticket": ticket.number}).json()["how"] == "linked"
    assert send(as_agent, f"{article.number}/uses/{ticket.number}/", method="delete").status_code == 204
    assert as_agent.get(f"{URL}{article.number}/uses/").json() == []


def test_for_whom_it_is_and_its_life(as_agent, as_colleague, as_manager, article):
    assert send(as_agent, f"{article.number}/", {"audience": "desk"}, "patch").json()["audience"] == "desk"
    assert as_colleague.get(f"{URL}{article.number}/").status_code == 404
    assert send(as_agent, f"{article.number}/", {"audience": "limited"}, "patch").status_code == 422
    assert send(as_agent, f"{article.number}/", {"translates": article.number}, "patch").status_code == 422
    assert send(as_agent, f"{article.number}/still-right/").status_code == 200
    assert send(as_manager, f"{article.number}/retire/", {"reason": "x"}).status_code == 403
    assert send(as_agent, f"{article.number}/retire/", {"reason": "Gone."}).json()["retired_why"] == "Gone."
    assert send(as_agent, f"{article.number}/restore/").json()["state"] == "published"
    assert [row["number"] for row in as_agent.get(f"{URL}{article.number}/editions/").json()] == [1]
    assert as_agent.get(f"{URL}{article.number}/editions/1/").json()["body"] == BODY


def test_an_archive(as_administrator, as_agent, administrator):
    given = {"file": SimpleUploadedFile("docs.zip", zipped(FILES)), "audience": "everyone"}
    looked = as_administrator.post("/api/v1/article-imports/", given)
    assert (looked.status_code, looked.json()["counts"]["new"]) == (201, 3)
    key = looked.json()["key"]
    assert as_administrator.post(f"/api/v1/article-imports/{key}/start/").status_code == 202
    job.run(key, administrator.pk)
    told = as_administrator.get(f"/api/v1/article-imports/{key}/").json()
    assert (told["state"], {row["file"] for row in told["left_out"]} >= {"bad/latin.md"}) == ("done", True)
    assert Article.objects.filter(source__startswith="docs:").count() == 3
    bad = as_administrator.post("/api/v1/article-imports/", {"file": SimpleUploadedFile("a.zip", b"PK no")})
    assert bad.status_code == 422
    assert as_agent.get(f"/api/v1/article-imports/{key}/").status_code == 403
