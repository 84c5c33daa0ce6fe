"""A folder of Markdown becomes articles: once, however often it is imported; what cannot be taken is named."""

import io
import tarfile
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image as Pillow

from itsm.knowledge.importing import job
from itsm.knowledge.importing.carry import carry_out
from itsm.knowledge.importing.folder import Unreadable, of_archive, of_folder
from itsm.knowledge.importing.plan import Options, plan
from itsm.knowledge.importing.reading import NotAnArticle, read
from itsm.knowledge.models import Article


def png(colour="red"):
    out = io.BytesIO()
    Pillow.new("RGB", (3, 3), colour).save(out, "PNG")
    return out.getvalue()


PRINT = b"""---
title: Print from a laptop
summary: In two steps.
keywords: [printer, paper]
audience: everyone
services: Mail
owner: ivo.lund@halden.example
review_months: 12
---
# Print from a Laptop

See ![the tray](pictures/tray.png) and [the token](../sign-in/token.md#new).
[!INCLUDE [warning](../bad/shared.md)]
Not [this](missing.md), nor ![that](none.png); [there](https://other.example/x) and [here](/portal/).

```
[not a link](missing.md)
```
"""
TOKEN = "\ufeff# Reset *a* token\n\nÄsk the desk.".encode()
FILES = {
    "printing/print.md": PRINT,
    "printing/pictures/tray.png": png(),
    "sign-in/token.md": TOKEN,
    "bad/shared.md": b"Mind the **tray**.",
    "bad/empty.md": b"# Only a heading\n",
    "bad/front.md": b"---\ntitle: [a\n---\nText",
    "bad/latin.md": "Größe".encode("latin-1"),
    "bad/nothing.md": b"",
}


@pytest.fixture(autouse=True)
def files_go_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def bring(files, by, **options):
    made = plan(files, Options("docs", **options), by=by)
    carry_out(made, by=by)
    return made


@pytest.fixture
def imported(administrator, agent, service):
    return bring(FILES, administrator)


def test_front_matter_text_pictures_and_links_arrive(imported, agent, service):
    article = Article.objects.get(source="docs:printing/print.md")
    token = Article.objects.get(source="docs:sign-in/token.md")
    assert (article.title, article.summary, article.keywords) == (
        "Print from a laptop",
        "In two steps.",
        "printer, paper",
    )
    assert (article.state, article.audience, article.owner, article.review_months) == (
        "published",
        "everyone",
        agent,
        12,
    )
    assert list(article.services.all()) == [service]
    image = article.images.get()
    assert f"![the tray]({image.get_absolute_url()})" in article.body
    assert f"[the token]({token.get_absolute_url()})" in article.body
    assert "Not this, nor *that*; [there](https://other.example/x) and [here](/portal/)." in article.body
    assert "Mind the **tray**." in article.body
    assert "[not a link](missing.md)" in article.body
    assert "Laptop" not in article.body
    assert (token.title, token.audience, token.body) == ("Reset a token", "desk", "Äsk the desk.\n")


def test_every_failure_is_named_with_its_file_and_reason(imported):
    left_out = {failure.path: failure.reason for failure in imported.left_out}
    assert set(left_out) == {
        "bad/empty.md",
        "bad/front.md",
        "bad/latin.md",
        "bad/nothing.md",
    }
    assert "line 3" in left_out["bad/front.md"]
    assert "UTF-8" in left_out["bad/latin.md"]
    assert Article.objects.get(source="docs:bad/shared.md").title == "Shared"
    remarks = [(failure.path, failure.reason) for failure in imported.remarks]
    assert ("printing/print.md", "The link “missing.md” leads to no file here.") in remarks
    assert ("printing/print.md", "The picture “none.png” is not among the files.") in remarks


def test_a_second_import_changes_only_what_changed(imported, administrator):
    again = bring(FILES, administrator)
    assert (len(again.new), len(again.changed), len(again.unchanged)) == (0, 0, 3)
    more = bring(FILES | {"sign-in/token.md": b"# Reset a token\n\nAsk twice."}, administrator)
    assert [entry.path for entry in more.changed] == ["sign-in/token.md"]
    token = Article.objects.get(source="docs:sign-in/token.md")
    assert token.body == "Ask twice.\n"
    assert [edition.number for edition in token.editions.all()] == [2, 1]
    assert Article.objects.count() == 3


def test_another_picture_under_the_same_name_is_a_change(imported, administrator):
    more = bring(FILES | {"printing/pictures/tray.png": png("blue")}, administrator)
    assert [entry.path for entry in more.changed] == ["printing/print.md"]
    assert Article.objects.get(source="docs:printing/print.md").images.count() == 2


def test_what_was_edited_here_is_not_written_over(imported, administrator, agent):
    token = Article.objects.get(source="docs:sign-in/token.md")
    edition, seen = token.next_edition
    token.write(
        by=agent, edition=edition, seen=seen, title=token.title, body="Ours.", summary="", keywords=""
    )
    more = bring(FILES | {"sign-in/token.md": b"# Reset a token\n\nTheirs."}, administrator)
    assert more.changed == []
    assert token.number in {failure.path: failure.reason for failure in more.left_out}["sign-in/token.md"]
    assert token.making.body == "Ours."


def test_drafts_wait_for_a_second_reader(administrator, agent, service):
    bring(FILES, administrator, publish=False)
    token = Article.objects.get(source="docs:sign-in/token.md")
    assert (token.state, token.making.state) == ("draft", "draft")
    bring(FILES | {"sign-in/token.md": b"# Reset a token\n\nTwice."}, administrator, publish=False)
    token.refresh_from_db()
    assert (token.body, token.making.body, token.editions.count()) == ("Twice.\n", "Twice.\n", 1)


@pytest.mark.parametrize(
    "front", ["audience: limited", "audience: limited\nsites: Atlantis", "audience: limited\nteams: [Nobody]"]
)
def test_readers_that_are_not_known_leave_the_file_out(front, administrator):
    made = bring({"a.md": f"---\ntitle: A\n{front}\n---\nText".encode()}, administrator)
    assert [failure.path for failure in made.left_out] == ["a.md"]
    assert not Article.objects.exists()


def test_a_translation_names_its_article(administrator):
    bring(
        {"a.md": b"# A\n\nText", "b.md": b"---\ntitle: B\nlanguage: de\ntranslates: a.md\n---\nText"},
        administrator,
    )
    german = Article.objects.get(title="B")
    assert (german.language, german.translates.title) == ("de", "A")


@pytest.mark.parametrize(
    "text", ["---\na: &x [1]\n---\n", "---\n- a\n---\nText", "---\n!!python/object:os.system x\n---\nT"]
)
def test_strange_front_matter_harms_nothing(text):
    with pytest.raises(NotAnArticle):
        read("a.md", text.encode(), language="en", audience="desk")


def test_an_administrator_looks_at_an_upload_then_starts_it_and_sees_what_it_did(
    as_administrator, as_agent, administrator
):
    formula = {"=1+1.md": FILES["bad/latin.md"]}
    file = SimpleUploadedFile("docs.tar.gz", tarred(FILES | formula))
    given = {"file": file, "publish": "on", "audience": "everyone", "language": "en"}
    answer = as_administrator.post("/knowledge/import/", given)
    page = as_administrator.get(answer.headers["Location"])
    assert page.context["job"].counts["new"] == 3
    assert "bad/latin.md" in page.text
    assert not Article.objects.exists()
    assert as_agent.get(answer.headers["Location"]).status_code == 403
    key = page.context["job"].key
    assert as_administrator.post(f"/knowledge/import/{key}/start/").status_code == 302
    assert as_administrator.post(f"/knowledge/import/{key}/start/").status_code == 409
    job.run(key, administrator.pk)
    page = as_administrator.get(f"/knowledge/import/{key}/")
    assert (page.context["job"].state, page.context["job"].done) == ("done", 3)
    assert Article.objects.get(title="Shared").source == "docs:bad/shared.md"
    failures = as_administrator.get(f"/knowledge/import/{key}/failures/").text
    assert "none.png" in failures
    assert "\n'=1+1.md," in failures


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("# A\n\nText", "Text\n"),
        ("---\ntitle: A\n---\n# a\n\nText", "Text\n"),
        ("---\ntitle: A\n---\n# Long A\n\n## Do\n\nText", "## Do\n\nText\n"),
        ("---\ntitle: A\n---\n# Do\n\nText\n\n# Do not\n", "# Do\n\nText\n\n# Do not\n"),
        ("---\ntitle: A\n---\n# Do\n\nText", "# Do\n\nText\n"),
    ],
)
def test_a_first_heading_that_is_the_title_is_not_said_twice(text, body):
    found = read("a.md", text.encode(), language="en", audience="desk")
    assert (found.words["title"], found.words["body"]) == ("A", body)


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_archives_are_read_as_folders_and_lead_nowhere_else(pack):
    found = of_archive(pack({"./a/b.md": b"x", "../out.md": b"x", "/etc/c.md": b"x", ".git/d.md": b"x", "e.exe": b"x", "p.png": b"x"}))  # fmt: skip
    assert set(found) == {"a/b.md", "p.png"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", b"\x1f\x8b no", b"plain words"])
def test_what_is_no_archive_is_refused_in_words(data):
    with pytest.raises(Unreadable):
        of_archive(data)


def test_the_command_tells_what_it_did(administrator, tmp_path, capsys):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# A\n\nText")
    (tmp_path / "docs" / "b.md").write_text("")
    assert set(of_folder(tmp_path / "docs")) == {"a.md", "b.md"}
    about = {"by": administrator.email, "report": tmp_path / "report.csv"}
    call_command("import_articles", tmp_path / "docs", dry_run=True, **about)
    assert not Article.objects.exists()
    call_command("import_articles", tmp_path / "docs", **about)
    assert Article.objects.get().source == "docs:a.md"
    said = capsys.readouterr().out
    assert "1 new, 0 changed, 0 unchanged, 1 left out." in said
    assert "left out: b.md: There is no text" in said
    assert "b.md,left out" in (tmp_path / "report.csv").read_text()
