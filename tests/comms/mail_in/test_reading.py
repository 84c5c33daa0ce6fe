"""One mail, read: who, what, with which files, and what was made harmless."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from comms.mail_in.reading import read
from tests.comms.mail_in.corpora import SAMPLES, corpus, needs_corpora

PIXEL = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
INVITE = """BEGIN:VCALENDAR
METHOD:{method}
VERSION:2.0
PRODID:-//Halden//EN
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Oslo:20260301T100000
DTEND;TZID=Europe/Oslo:20260301T110000
SUMMARY:Patch window
LOCATION:Room 4
ORGANIZER;CN=Jo:MAILTO:jo@halden.example
ATTENDEE;PARTSTAT=DECLINED:MAILTO:al@halden.example
END:VEVENT
END:VCALENDAR
"""


def mail(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {
        "From": "Jo Åse <jo@halden.example>",
        "To": "desk@halden.example",
        "Subject": "x",
        **headers,
    }.items():
        made[name.replace("_", "-")] = value
    return made


def html_of(html: str) -> str:
    return read(b"From: jo@halden.example\nContent-Type: text/html; charset=utf-8\n\n" + html.encode()).html


def test_the_fields_that_threading_and_loops_need():
    made = mail(
        Cc="al@halden.example, Bo <bo@halden.example>, al@halden.example",
        Reply_To="team@halden.example",
        Delivered_To="desk+t1@halden.example",
        Message_ID="<2@halden.example>",
        In_Reply_To="<1@halden.example>",
        References="<0@halden.example> <1@halden.example>",
        Date="Mon, 2 Mar 2026 10:00:00 +0100",
        X_Loop="baton@halden.example",
        Precedence="List",
        List_Id="Staff <staff.halden.example>",
    )
    made.set_content("It jams.")
    letter = read(made.as_bytes())
    assert (letter.from_name, letter.from_address) == ("Jo Åse", "jo@halden.example")
    assert (letter.to, letter.cc) == (("desk@halden.example",), ("al@halden.example", "bo@halden.example"))
    assert (letter.reply_to, letter.delivered_to) == ("team@halden.example", ("desk+t1@halden.example",))
    assert letter.message_id == "2@halden.example"
    assert letter.in_reply_to == ("1@halden.example",)
    assert letter.references == ("0@halden.example", "1@halden.example")
    assert letter.date.isoformat() == "2026-03-02T09:00:00+00:00"
    assert (letter.x_loop, letter.precedence) == (("baton@halden.example",), "list")
    assert letter.list_id == "Staff <staff.halden.example>"


@pytest.mark.parametrize(
    ("text", "charset", "claimed"),
    [
        ("Grüße aus München", "utf-8", "us-ascii"),
        ("Grüße aus München", "cp1252", "utf-8"),
        ("Der Preis: 5 €", "cp1252", "iso-8859-1"),
        ("Привет, как дела", "koi8_r", "utf-8"),
        ("Привет, как дела", "cp1251", "x-unknown"),
        ("Dobrý den, tiskárna ve třetím patře už zase nefunguje, prosím přijďte.", "cp1250", "utf-8"),
        ("こんにちは、お元気ですか", "iso2022_jp", "us-ascii"),
        ("こんにちは、お元気ですか", "cp932", "shift_jis"),
        ("你好，打印机坏了", "gb18030", "gb2312"),
        ("印表機壞了", "big5", "big5"),
        ("it's ✓", "utf-8", "utf8mb4"),
        ("plain", "ascii", "idna"),
    ],
)
def test_odd_and_wrong_charsets_are_read(text, charset, claimed):
    body = text.encode(charset)
    head = f"From: jo@halden.example\nContent-Type: text/plain; charset={claimed}\n".encode()
    assert read(head + b"\n" + body).text == text


def test_raw_and_cut_header_words_are_read():
    subject = (
        b'Subject: =?utf-8?b?4pyT4p0=?= =?utf-8?b?pA==?= caf\xe9\nFrom: "J\xf6rg" <j@halden.example>\n\nx'
    )
    letter = read(subject)
    assert letter.subject == "✓❤ café"
    assert letter.from_name == "Jörg"


def test_html_is_made_harmless():
    html = html_of(
        '<script>alert(1)</script><style>p{}</style><p onclick="x()">Hi <a href="https://a.example" target=_top>here</a>'
        '<a href="javascript:x()">there</a><img src="https://spy.example/1.gif" alt="logo"><img src="cid:pic">'
        '<form action="/x"><input name=a></form><iframe src="https://a.example"></iframe></p>'
    )
    assert "alert" not in html
    assert "p{}" not in html
    assert "onclick" not in html
    assert '<a href="https://a.example" rel="noopener noreferrer nofollow">here</a>' in html
    assert "javascript" not in html
    assert "spy.example" not in html
    assert '<img src="cid:pic">' in html
    assert "<form" not in html
    assert "<iframe" not in html


def test_html_without_text_becomes_text_and_its_quotation_is_folded():
    made = mail()
    made.set_content(
        "<p>Still broken, see <a href='https://a.example/1'>the log</a>.</p><ul><li>one</li><li>two</li></ul>"
        "<div>On Mon, 2 Mar 2026 at 10:00, Desk &lt;desk@halden.example&gt; wrote:</div>"
        "<blockquote><p>Try again.</p><p>Please.</p></blockquote>",
        subtype="html",
    )
    letter = read(made.as_bytes())
    assert letter.said == "Still broken, see the log <https://a.example/1>.\n\n- one\n- two"
    assert "> Try again.\n>\n> Please." in letter.text


def test_what_the_html_shows_is_inline_and_all_else_a_file():
    made = mail()
    made.set_content("See it.")
    made.add_alternative('<p>See it: <img src="cid:shot@halden"></p>', subtype="html")
    made.get_payload()[1].add_related(PIXEL, "image", "gif", cid="<shot@halden>", filename="shot.gif")
    made.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="../../etc/passwd:log.pdf")
    letter = read(made.as_bytes())
    assert [(file.name, file.cid, file.content) for file in letter.inline] == [
        ("shot.gif", "shot@halden", PIXEL)
    ]
    assert [(file.name, file.content_type) for file in letter.files] == [
        ("passwd_log.pdf", "application/pdf")
    ]
    assert 'src="cid:shot@halden"' in letter.html


def test_a_mail_passed_on_is_a_file_and_speaks_if_nobody_else_does():
    inner = mail(Subject="Water in the basement")
    inner.set_content("It is rising.")
    made = mail(Subject="Fwd")
    made.add_attachment(inner)
    letter = read(made.as_bytes())
    assert [file.content_type for file in letter.files] == ["message/rfc822"]
    assert b"Water in the basement" in letter.files[0].content
    assert letter.text == "It is rising."
    assert letter.subject == "Fwd"


def test_winmail_dat_is_unpacked():
    made = mail()
    made.set_content("See the files.")
    parcel = (SAMPLES / "mimekit/two-files.tnef").read_bytes()
    made.add_attachment(parcel, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    letter = read(made.as_bytes())
    assert [(file.name, len(file.content)) for file in letter.files] == [("AUTHORS", 244), ("README", 893)]


def test_a_broken_parcel_is_kept_as_it_is():
    made = mail()
    parcel = (SAMPLES / "mimekit/two-files.tnef").read_bytes()[:60]
    made.add_attachment(parcel, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert [file.name for file in read(made.as_bytes()).files] == ["winmail.dat"]


@needs_corpora
def test_all_but_text_files_in_the_parcels_of_mimekit_come_out_byte_for_byte():
    """Its own copies of the text files have other line ends, and those of embedded objects keep a prefix of 16 bytes."""
    from comms.mail_in.winmail import unpacked

    folder = "UnitTests/TestData/tnef/"
    files = {
        path.partition(folder)[2]: data for path, data in corpus("mimekit_subset").items() if folder in path
    }
    parcels = {Path(path).stem: unpacked(data) for path, data in files.items() if path.endswith(".tnef")}
    wanted = {
        (parcel, name): data
        for path, data in files.items()
        for parcel, _slash, name in [path.partition("/")]
        if parcel in parcels and Path(name).suffix in {".jpg", ".png", ".doc", ".pdf", ".mp3"}
    }
    got = {(parcel, file.name): file.content for parcel, found in parcels.items() for file in found}
    assert len(wanted) >= 12
    assert [key for key, data in wanted.items() if got.get(key) != data] == []


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("REQUEST", "Invitation"),
        ("CANCEL", "Cancelled"),
        ("REPLY", "Declined"),
        ("PUBLISH", "Calendar entry"),
    ],
)
def test_a_calendar_part_is_told_in_words(method, said):
    made = mail()
    made.set_content("Please come.")
    made.add_attachment(INVITE.format(method=method).encode(), maintype="text", subtype="calendar")
    words = f"{said}: Patch window, March 1, 2026, 10 a.m. – 11 a.m. CET, at Room 4, by jo@halden.example"
    assert read(made.as_bytes()).invites == (words,)


def test_nothing_is_told_as_such():
    assert read(b"").broken == read(b" \r\n\n").broken == "empty"
