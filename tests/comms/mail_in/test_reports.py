"""Automatic mail and delivery reports, counted on the labelled corpora (see `labels` for how they are labelled)."""

from collections import Counter

import pytest

from comms.mail_in.letter import Report
from comms.mail_in.reading import read
from tests.comms.mail_in.corpora import SAMPLES, needs_corpora
from tests.comms.mail_in.labels import AUTOMATIC, PERSON, REPORT, labelled
from tests.comms.mail_in.post import mail


@pytest.fixture(scope="module")
def seen() -> list[tuple[str, str, str]]:
    """(path, label, what we take it for)"""
    found = []
    for _corpus, path, label, content in labelled():
        letter = read(content)
        found.append((path, label, REPORT if letter.report else AUTOMATIC if letter.automatic else PERSON))
    return found


def rates(seen: list[tuple[str, str, str]], wanted: set[str]) -> tuple[float, float]:
    count = Counter((label in wanted, taken in wanted) for _path, label, taken in seen)
    right = count[True, True]
    return right / (right + count[True, False]), right / (right + count[False, True])


@needs_corpora
@pytest.mark.parametrize(
    ("wanted", "least_recall", "least_precision"), [({REPORT}, 0.98, 0.99), ({REPORT, AUTOMATIC}, 0.98, 0.99)]
)
def test_they_are_recognised_and_people_are_not_taken_for_them(seen, wanted, least_recall, least_precision):
    recall, precision = rates(seen, wanted)
    wrong = [entry for entry in seen if (entry[1] in wanted) != (entry[2] in wanted)]
    assert recall >= least_recall, wrong
    assert precision >= least_precision, wrong


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Auto_Submitted": "auto-replied (vacation)"}, "Auto-Submitted: auto-replied (vacation)"),
        ({"Auto_Submitted": "no"}, ""),
        ({"Return_Path": "<>"}, "Return-Path: <>"),
        ({"Precedence": "bulk"}, "Precedence: bulk"),
        ({"Precedence": "first-class"}, ""),
        ({"List_Id": "<staff.halden.example>"}, "List-Id: <staff.halden.example>"),
        ({"X_Autoreply": "yes"}, "X-Autoreply: yes"),
        ({"Subject": "Automatische Antwort: Drucker"}, "Subject: Automatische Antwort: Drucker"),
        ({"Subject": "The out of office reply does not work"}, ""),
        ({"From": "no-reply@shop.example"}, "From: no-reply@shop.example"),
        ({"From": "Norep Lyson <norep.lyson@halden.example>"}, ""),
    ],
)
def test_automatic_mail_is_told_with_its_reason(headers, why):
    made = mail("jo@halden.example")
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    assert read(made.as_bytes()).automatic == why


def sample(name: str) -> Report | None:
    return read((SAMPLES / f"set-of-emails/{name}.eml").read_bytes()).report


@pytest.mark.parametrize(
    ("name", "recipient", "status", "permanent", "message_id"),
    [
        (
            "lhost-postfix-13",
            "kijitora@example.jp",
            "5.2.1",
            True,
            "20150213024748.CEEDB20C16@2jo.example.jp",
        ),
        (
            "lhost-qmail-01",
            "kijitora@example.ne.jp",
            "5.5.0",
            True,
            "000000000.9999999999999.JavaMail.postmaster@mailhub",
        ),
        ("lhost-exim-01", "kijitora@example.ed.jp", "5.7.0", True, "E1P1ce6-000Egt-GZ@e1.example.org"),
        ("lhost-domino-01", "kijitora@example.jp", "5.1.1", True, ""),
        ("lhost-exchange2003-01", "kijitora@example.jp", "5.1.1", True, ""),
        ("lhost-kddi-01", "kijitora@x0000000000000.dion.ne.jp", "5.2.2", True, "2013000000000000@example.jp"),
        (
            "lhost-gmail-09",
            "kijitora@9jo.example.jp",
            "4.0.0",
            False,
            "2F5AEFBF-6E99-4DDC-A664-6BC1D7CCF3D4@gmail.example.com",
        ),
        ("rfc3464-07", "kijitora@example.net", "4.4.0", False, "000000000000000@list.example.jp"),
    ],
)
def test_a_report_says_whose_mail_it_is_about_and_what_became_of_it(
    name, recipient, status, permanent, message_id
):
    report = sample(name)
    assert report
    found = (report.recipient, report.status, report.permanent, report.original_message_id)
    assert found == (recipient, status, permanent, message_id)
    assert report.diagnostic


@pytest.mark.parametrize(
    ("name", "why"), [("rfc3834-01", "Auto-Submitted: auto-replied"), ("arf-01", "complaint")]
)
def test_absence_and_complaint_are_automatic_and_no_reports(name, why):
    letter = read((SAMPLES / f"set-of-emails/{name}.eml").read_bytes())
    assert (letter.report, letter.automatic) == (None, why)


@pytest.mark.parametrize("attached", [True, False])
def test_a_colleague_who_passes_a_report_on_has_written_a_mail(attached):
    """ "I get this, help": as an attachment, or copied into the text."""
    report = SAMPLES / "set-of-emails/lhost-postfix-13.eml"
    text = "I get this since Monday. Help!\n" + ("" if attached else "\n" + report.read_text())
    made = mail("jo@halden.example", subject="Fwd: Undelivered Mail Returned to Sender", text=text)
    if attached:
        made.add_attachment(
            report.read_bytes(), maintype="application", subtype="octet-stream", filename="report.eml"
        )
    letter = read(made.as_bytes())
    assert (letter.report, letter.automatic) == (None, "")
