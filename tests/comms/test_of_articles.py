"""Whoever looks after an article hears what a reader found wrong, in the inbox and by mail as they chose."""

from datetime import UTC, datetime, time

import pytest

from comms.models import Delivery, Held, How, Notification, Preference, Quiet
from tests.factories import PersonFactory
from tests.knowledge.conftest import published

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


@pytest.fixture
def article(agent, outsider):
    return published(by=agent, reader=outsider)


@pytest.fixture
def wrong(article):
    """A reader says that it is out of date."""

    def say(person, reason="outdated", words=""):
        return article.vote(person, helped=False, reason=reason, words=words)

    return say


def test_the_owner_reads_what_was_wrong_in_the_inbox_and_in_a_mail(
    wrong, article, agent, colleague, as_agent
):
    wrong(colleague, words="The menu is called Devices now.")
    line = "It did not help Ana Reis: It is out of date"
    page = as_agent.get("/comms/").text
    assert f'href="{article.get_absolute_url()}#voices-h"' in page
    assert line in page
    assert "you look after this article" in page
    mail = Delivery.objects.get(person=agent)
    assert (mail.group, mail.address, mail.subject) == ("work", agent.email, f"[{article.number}] {line}: {article.title}")  # fmt: skip
    assert "The menu is called Devices now." in mail.text
    assert "Who has it" not in mail.text
    (row,) = as_agent.get("/api/v1/inbox/").json()["results"]
    assert (row["article"], row["ticket"]) == (article.number, None)
    assert as_agent.post("/api/v1/inbox/read/", {"article": article.number}, "application/json").json() == {
        "read": 1
    }


def test_a_yes_a_no_without_a_word_and_the_owners_own_tell_nobody(wrong, article, agent, colleague):
    article.vote(colleague, helped=True)
    wrong(colleague, reason="")
    wrong(agent)
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()


def test_the_same_said_again_is_no_news(wrong, colleague):
    wrong(colleague)
    Notification.objects.get().delete()
    wrong(colleague)
    assert not Notification.objects.exists()


def test_many_voices_are_one_line_and_one_mail_until_it_is_read(wrong, agent, colleague, as_agent, article):
    wrong(colleague)
    wrong(PersonFactory(name="Bo Ek"), reason="failed")
    assert Notification.objects.get().title == "It did not help Bo Ek: I did it, and it did not work"
    assert Delivery.objects.count() == 1
    as_agent.post("/comms/read/", {"article": article.number})
    wrong(PersonFactory(), reason="unclear")
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize(("how", "mails", "lines"), [(How.NEVER, 0, 0), (How.DAILY, 0, 1)])
def test_the_mail_comes_as_the_owner_chose(wrong, agent, colleague, how, mails, lines):
    Preference.choose(agent, "work", how)
    wrong(colleague)
    assert (Delivery.objects.count(), Held.objects.count()) == (mails, lines)
    assert Notification.objects.count() == 1


def test_quiet_hours_hold_it_for_the_digest(wrong, agent, colleague, time_machine):
    time_machine.move_to(NOON)
    Quiet.objects.create(person=agent, begins=time(0, 1), ends=time(23, 59))
    wrong(colleague)
    assert not Delivery.objects.exists()
    assert Held.objects.get().line.endswith("It did not help Ana Reis: It is out of date")


def test_who_may_read_what_i_was_told_sees_it_in_my_list(wrong, colleague, as_agent, article):
    wrong(colleague)
    assert f"[{article.number}] It did not help Ana Reis" in as_agent.get("/comms/mine/").text
