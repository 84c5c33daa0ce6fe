"""Following a service: one click with an account; with an address alone only after a yes from its owner, and away in one click."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from comms import sending
from comms.models import Delivery, ServiceOnStatus, StatusPage, Subscription
from comms.status import following
from tests.comms.status.telling import notice, restricted
from tests.factories import incident

ADDRESS = "kim@partner.example"


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


def ask(client: Client, *services, address: str = ADDRESS):
    return client.post("/status/ask/", {"address": address, "services": [one.pk for one in services]})


def link(row: Delivery) -> str:
    return re.search(r"http://localhost:8000(/status/(?:confirm|leave)/\S+)", row.text)[1]


def confirmed(client: Client, *services, address: str = ADDRESS) -> None:
    ask(client, *services, address=address)
    row = Delivery.objects.filter(cause__startswith="confirm:", address=address).latest("pk")
    client.post(link(row), {"services": [one.pk for one in services]})


class TestColleagues:
    def test_follow_and_stop_with_one_click_each(self, as_colleague, colleague, mail):
        as_colleague.post("/status/follow/", {"follow": mail.pk})
        assert following.followed_by(colleague) == {mail.pk}
        assert 'name="unfollow"' in as_colleague.get("/status/").content.decode()
        as_colleague.post("/status/follow/", {"unfollow": mail.pk})
        assert following.followed_by(colleague) == set()

    def test_follow_twice_and_follow_once(self, as_colleague, mail):
        for _ in range(2):
            as_colleague.post("/status/follow/", {"follow": mail.pk})
        assert Subscription.objects.count() == 1

    @pytest.mark.parametrize("key", ["0", "x", "", "9" * 30])
    def test_cannot_follow_what_is_not_there(self, as_colleague, mail, key):
        assert as_colleague.post("/status/follow/", {"follow": key}).status_code == 404


class TestAnAddress:
    def test_gets_a_mail_with_a_link_and_nothing_else_before_its_yes(self, client, mail, open_page):
        ask(client, mail)
        told = notice("investigating", at=timezone.now(), services=(mail,), public=True)
        (row,) = Delivery.objects.all()
        assert (row.person, row.address) == (None, ADDRESS)
        assert following.addresses_of(told) == []

    def test_is_not_confirmed_by_a_program_that_looks_at_links(self, client, mail, open_page):
        ask(client, mail)
        page = client.get(link(Delivery.objects.get()))
        assert "Mail" in page.content.decode()
        assert Subscription.objects.get().confirmed_at is None

    def test_follows_what_its_owner_ticked_and_no_more(self, client, mail, files, open_page):
        files.on_status.public = True
        files.on_status.save()
        ask(client, mail, files)
        client.post(link(Delivery.objects.get()), {"services": [mail.pk]})
        (row,) = Subscription.objects.all()
        assert row.service == mail
        assert row.confirmed_at

    def test_cannot_follow_a_service_that_is_not_public(self, client, files, mail, open_page):
        assert ask(client, files).status_code == 422
        assert not Delivery.objects.exists()

    def test_cannot_follow_anything_while_the_page_is_closed(self, client, mail):
        StatusPage.objects.create(pk=1, public=False)
        assert client.get("/status/ask/").status_code == 404
        assert ask(client, mail).status_code == 404

    def test_is_forgotten_after_two_days_without_a_yes(self, client, mail, open_page):
        ask(client, mail)
        href, later = link(Delivery.objects.get()), timezone.now() + timedelta(days=2, minutes=1)
        assert following.forget_unconfirmed(now=later) == 1
        with time_machine.travel(later):
            assert client.get(href).status_code == 404

    def test_who_asks_again_has_two_days_again(self, client, mail, open_page):
        now = timezone.now()
        ask(client, mail)
        with time_machine.travel(now + timedelta(hours=47), tick=False):
            ask(client, mail)
        with time_machine.travel(now + timedelta(hours=49), tick=False):
            row = Delivery.objects.filter(cause__startswith="confirm:").latest("pk")
            client.post(link(row), {"services": [mail.pk]})
        assert Subscription.objects.get().confirmed_at

    @pytest.mark.parametrize("token", ["nothing", "ImtpbSI:x:y"])
    def test_cannot_be_confirmed_or_ended_by_a_made_up_link(self, client, open_page, token):
        assert client.post(f"/status/confirm/{token}/").status_code == 404
        assert client.post(f"/status/leave/{token}/").status_code == 404


class TestTheAnswer:
    def test_is_the_same_for_an_address_that_is_known_and_one_that_is_not(self, client, mail, open_page):
        first = ask(client, mail).content
        confirmed(client, mail)
        again = ask(client, mail).content
        assert first == again

    def test_is_the_same_beyond_the_limit_but_no_more_mails_go_out(self, client, mail, open_page):
        answers = {ask(client, mail, address=f"kim{n}@partner.example").status_code for n in range(30)}
        assert answers == {200}
        assert Delivery.objects.count() == 20

    def test_sends_one_address_one_mail_an_hour_whoever_asks(self, client, mail, open_page):
        for n in range(5):
            client.defaults["REMOTE_ADDR"] = f"192.0.2.{n}"
            assert ask(client, mail).status_code == 200
        assert Delivery.objects.count() == 1


class TestWhatFollowersGet:
    @pytest.fixture
    def follower(self, client, mail, open_page) -> Client:
        confirmed(client, mail)
        Delivery.objects.all().delete()
        return client

    def test_is_every_message_of_a_public_notice_on_that_service_each_once(self, follower, mail):
        told = notice("investigating", "resolved", at=timezone.now(), services=(mail,), public=True)
        for update in told.updates.all():
            for _ in range(2):
                following.tell_followers(update, now=timezone.now())
        rows = Delivery.objects.order_by("pk")
        assert [row.subject for row in rows] == ["Mail is down", "Mail is down, resolved"]
        assert {row.address for row in rows} == {ADDRESS}
        assert "you follow Mail" in rows[0].text
        assert "What: Mail is down." in rows[0].text

    def test_is_nothing_that_is_not_public(self, follower, mail, files, team, colleague):
        now = timezone.now()
        ticket = incident(by=colleague, service=mail, team=team)
        restricted(ticket, team)
        told = [
            notice("investigating", at=now, services=(mail,)),
            notice("investigating", at=now, services=(mail,), public=True, drill=True),
            notice("investigating", at=now, services=(files,), public=True),
            notice("investigating", at=now, services=(mail,), public=True, audience="it"),
            notice("investigating", at=now, services=(mail,), public=True, ticket=ticket),
        ]
        assert [following.tell_followers(one.updates.get(), now=now) for one in told] == [[]] * 5
        StatusPage.objects.update(public=False)
        assert following.addresses_of(notice("investigating", at=now, services=(mail,), public=True)) == []

    def test_is_nothing_about_a_service_that_was_taken_off_the_page(self, follower, mail):
        told = notice("investigating", at=timezone.now(), services=(mail,), public=True)
        assert following.addresses_of(told)
        ServiceOnStatus.objects.filter(service=mail).update(shown=False)
        assert following.addresses_of(told) == []

    def test_leaves_with_a_way_out_that_a_mail_program_can_press(self, follower, mail, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        told = notice("investigating", at=timezone.now(), services=(mail,), public=True)
        assert sending.send(following.tell_followers(told.updates.get(), now=timezone.now())) == 1
        headers = outbox.outbox[-1].extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        way_out = re.search(r"<http://localhost:8000(/status/leave/[^>]+)>", headers["List-Unsubscribe"])[1]
        strict = Client(enforce_csrf_checks=True)  # a mail program has no cookie of ours
        assert strict.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert not Subscription.objects.exists()

    def test_ends_with_one_click_on_the_page_behind_the_link(self, follower, mail):
        told = notice("investigating", at=timezone.now(), services=(mail,), public=True)
        following.tell_followers(told.updates.get(), now=timezone.now())
        way_out = link(Delivery.objects.get())
        assert ADDRESS in follower.get(way_out).content.decode()
        assert Subscription.objects.exists(), "looking at it ends nothing"
        assert "off the list" in follower.post(way_out).content.decode()
        assert not Subscription.objects.exists()
        assert follower.post(way_out).status_code == 200
