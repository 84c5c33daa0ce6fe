"""Whoever presses again because nothing happens yet."""

from playwright.sync_api import expect

from incidents.models import Incident

PRESS_TWICE = """() => { for (const after of [0, 200]) setTimeout(() => document.querySelector('main form').requestSubmit(), after) }"""


def test_a_second_press_while_the_first_is_on_its_way_reports_nothing(windows, ana, desk):
    page, sent = windows.open(ana), []
    page.goto("/incidents/report/")
    page.locator("main form [name=title], main form [name=description]").first.fill(
        "The printer prints stripes"
    )
    page.route("**/incidents/report/", lambda route: sent.append(route))  # nobody answers yet
    page.evaluate(PRESS_TWICE)
    page.wait_for_timeout(500)
    assert len(sent) == 1
    sent[0].continue_()
    expect(page).not_to_have_url("/incidents/report/")
    assert Incident.objects.count() == 1
