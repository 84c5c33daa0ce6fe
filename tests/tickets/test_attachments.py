"""Files: checked on the way in, only ever downloads on the way out."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from itsm.tickets.models import Attachment
from tests.factories import PersonFactory, incident


@pytest.fixture(autouse=True)
def files_go_away(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ticket(colleague, service):
    return incident(by=colleague, service=service)


def picture(kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "navy").save(out, kind)
    return out.getvalue()


def take_in(ticket, by, name="log.txt", content=b"one line"):
    return Attachment.take_in(SimpleUploadedFile(name, content, "text/html"), ticket_id=ticket.pk, by=by)


@pytest.mark.parametrize("name", ["run.exe", "RUN.EXE", "a.pdf.js", "x.vbs", "y.ps1"])
def test_programs_are_refused(ticket, colleague, name):
    with pytest.raises(ValidationError, match="program"):
        take_in(ticket, colleague, name)


def test_an_empty_file_is_refused(ticket, colleague):
    with pytest.raises(ValidationError, match="empty"):
        take_in(ticket, colleague, content=b"")


def test_a_file_too_large_is_refused_and_says_what_to_do(ticket, colleague, monkeypatch):
    monkeypatch.setattr("itsm.tickets.models.attachment.LARGEST", 10)
    with pytest.raises(ValidationError, match="Share a link"):
        take_in(ticket, colleague, content=b"x" * 11)


@pytest.mark.parametrize(
    ("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("GIF", "image/gif")]
)
def test_a_picture_gets_a_thumbnail_and_its_true_type(ticket, colleague, kind, content_type):
    row = take_in(ticket, colleague, "shot.dat", picture(kind))
    assert (row.is_picture, row.content_type) == (True, content_type)
    with row.thumbnail.open() as small, Image.open(small) as shown:
        assert shown.size == (320, 240)


def test_what_only_says_that_it_is_a_picture_is_a_file(ticket, colleague):
    assert not take_in(ticket, colleague, "shot.png", b"<svg onload=alert(1)>").is_picture


def test_the_stored_name_cannot_be_guessed_and_has_no_ending(ticket, colleague):
    row = take_in(ticket, colleague, "../../etc/passwd.html")
    assert row.name == "passwd.html"
    assert "passwd" not in row.file.name
    assert "." not in row.file.name


def test_a_download_runs_nothing(ticket, as_colleague, colleague):
    row = take_in(ticket, colleague, "page.html", b"<script>alert(1)</script>")
    answer = as_colleague.get(f"/files/{row.pk}/")
    answer.close()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_file_of_an_internal_note_does_not_exist_for_the_colleague(ticket, agent, as_colleague, as_agent):
    row = take_in(ticket, agent)
    ticket.note("See the log", by=agent, attachments=[row])
    assert as_colleague.get(f"/files/{row.pk}/").status_code == 404
    answer = as_agent.get(f"/files/{row.pk}/")
    answer.close()
    assert answer.status_code == 200


def test_a_strangers_file_does_not_exist(ticket, agent, client):
    row = take_in(ticket, agent)
    ticket.reply("Here is what we found", by=agent, attachments=[row])
    client.force_login(PersonFactory())
    assert client.get(f"/files/{row.pk}/").status_code == 404
