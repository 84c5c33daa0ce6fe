"""Files by choosing, pasting and dropping; what belongs to an internal note stays inside."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from itsm.tickets.models import Attachment
from tests.factories import incident

GIVE = """([how, name, type]) => {
  const files = new DataTransfer();
  files.items.add(new File(["sensor;value"], name, { type }));
  const target = document.querySelector("#composer textarea");
  const options = { bubbles: true, cancelable: true };
  target.dispatchEvent(how === "paste" ? new ClipboardEvent("paste", { ...options, clipboardData: files })
    : new DragEvent("drop", { ...options, dataTransfer: files }));
}"""


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (640, 400), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def say(page: Page, kind: str, button: str, words: str) -> None:
    page.get_by_text(kind, exact=True).click()
    page.get_by_role("textbox", name="Message").fill(words)
    page.get_by_role("button", name=button).click()
    expect(page.locator(".message").last).to_contain_text(words)


def test_files_are_chosen_pasted_and_dropped_and_an_internal_one_stays_inside(
    windows, mail, ivo, ana, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    ticket = incident(by=ana, title="The sensor says nothing", service=mail)
    desk, portal = windows.open(ivo), windows.open(ana)

    portal.goto(f"/portal/{ticket.number}/")
    portal.get_by_label("Write to us").fill("This is what I see.")
    portal.locator("input[name=uploads][multiple]").set_input_files(
        {"name": "screen.png", "mimeType": "image/png", "buffer": picture()}
    )
    portal.get_by_role("button", name="Send").click()
    thumbnail = portal.locator(".attachment img")
    expect(thumbnail).to_be_visible()
    expect(thumbnail).to_have_js_property("complete", True)
    assert thumbnail.evaluate("image => image.naturalWidth") > 0

    desk.goto(ticket.get_absolute_url())
    desk.evaluate(GIVE, ["paste", "log.csv", "text/csv"])
    desk.evaluate(GIVE, ["drop", "trace.csv", "text/csv"])
    expect(desk.locator("[data-files]")).to_contain_text("log.csv (1 kB), trace.csv (1 kB)")
    say(desk, "Internal note", "Add internal note", "The traces, for us.")
    expect(desk.locator("[data-kind=internal] .attachment")).to_have_count(2)
    with desk.expect_download() as kept:
        desk.get_by_role("link", name="trace.csv").click()
    assert kept.value.suggested_filename == "trace.csv"

    portal.reload()
    expect(portal.locator(".attachment")).to_have_count(1)
    expect(portal.locator("#story")).not_to_contain_text("The traces, for us.")
    for inside in Attachment.objects.filter(name__endswith=".csv"):
        assert portal.request.get(f"/files/{inside.pk}/").status == 404
