"""From one click in a mail to an answer: rated low, heard with a promise, planned, done, told at each step, rated again."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from comms.feedback import telling
from comms.models import Answer, Delivery, Feedback, FeedbackStep, Notification
from comms.surveys import asking
from itsm.people.models import Person, Team
from tests.comms.surveys.kit import Desk


def asked_by_mail(ana: Person, ivo: Person, desk: Team) -> str:
    """The address behind the 2 in her mail, hours after her ticket was solved."""
    Team.objects.filter(pk=desk.pk).update(lead=ivo)
    hours = Desk(ana, ivo, desk)
    hours.now = timezone.now() - timedelta(hours=4)
    hours.solved()
    asking.sweep(now=timezone.now())
    text = Delivery.objects.get(person=ana, group="survey").text
    return next(word for word in text.split() if word.endswith("?rating=2")).removeprefix(settings.BASE_URL)


def told(person: Person) -> list[str]:
    """What a worker would have written by now: a line in the inbox, and mails."""
    for pk in FeedbackStep.objects.filter(told_at=None).values_list("pk", flat=True):
        telling.tell(pk, now=timezone.now())
    return list(
        Delivery.objects.filter(person=person, cause__startswith="feedback:").values_list(
            "subject", flat=True
        )
    )


def test_a_low_rating_is_answered_and_rated_again(windows, ana, ivo, desk):
    phone = windows.open(viewport={"width": 390, "height": 844})
    phone.goto(asked_by_mail(ana, ivo, desk))
    rate(phone)
    heard = Feedback.objects.get()
    assert (heard.author, heard.owner, heard.rating) == (ana, ivo, 2)
    assert len(told(ana)) == 1

    desktop = windows.open(ivo)
    desktop.goto("/comms/feedback/")
    desktop.get_by_role("link", name="Two days without a word").first.click()
    plan(desktop)
    assert len(told(ana)) == 2
    finish(desktop)
    assert len(told(ana)) == 3
    assert Notification.objects.get(person=ana, feedback=heard).title == "What you told us about is done"

    portal = windows.open(ana)
    portal.goto(f"/portal/feedback/{heard.number}/")
    expect(portal.get_by_text("Everybody who waits is written to each evening.")).to_be_visible()
    portal.get_by_label("9", exact=True).check()
    portal.get_by_role("button", name="Say how it is").click()
    expect(portal.get_by_text("Afterwards 9 of 10.")).to_be_visible()
    heard.refresh_from_db()
    assert (heard.state, heard.rated_again) == ("done", 9)


def rate(page: Page) -> None:
    """The page waits for a person: what only opens links has answered nothing."""
    pressed = page.get_by_role("button", name="2 of 10, very dissatisfied")
    expect(pressed).to_be_visible()
    assert not Answer.objects.exists()
    page.mouse.move(40, 60)
    page.mouse.move(60, 90)
    expect(page.get_by_text("Kept: 2 of 10.")).to_be_visible()
    page.get_by_label("I did not hear how it went on").check()
    page.get_by_label("half a day").check()
    page.get_by_label("In your words").fill("Two days without a word.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Ivo Lund has been told and gets back to you by")).to_be_visible()


def plan(page: Page) -> None:
    page.get_by_role("link", name="Plan it").click()
    page.get_by_label("Your words to whoever said it").fill("You are right. We change how we tell you.")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("plans it")).to_be_visible()


def finish(page: Page) -> None:
    """Nothing ends without a word."""
    page.get_by_role("navigation", name="What you can do").get_by_role("link", name="Done").click()
    words = page.get_by_label("Your words to whoever said it")
    words.evaluate("field => field.required = false")
    send = page.locator("main form .form-end button").first
    send.click()
    expect(page.get_by_text("Nothing ends without a word to whoever said it.")).to_be_visible()
    words.fill("Everybody who waits is written to each evening.")
    send.click()
    expect(page.get_by_text("says that it is done")).to_be_visible()
