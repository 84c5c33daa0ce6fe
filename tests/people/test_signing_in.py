"""Signing in by password, getting a new one, and what stops guessing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from itsm.frame.retention import keeping, kinds
from itsm.people.models import Person
from tests.factories import PersonFactory

PASSWORD = "four unrelated quiet words"
SIGN_IN = "/accounts/login/"
FORGOT = "/accounts/password/reset/"
MONTH, WORKING_DAY = 30 * 24 * 3600, 12 * 3600


@pytest.fixture
def ana(colleague) -> Person:
    colleague.set_password(PASSWORD)
    colleague.save()
    return colleague


def sign_in(client, email="ana.reis@halden.example", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def test_anybody_not_signed_in_is_sent_to_the_sign_in_page_and_back(client, ana):
    first = client.get("/people/me/")
    assert first.url == f"{SIGN_IN}?next=/people/me/"
    assert 'name="next" value="/people/me/"' in client.get(first.url).content.decode()
    assert sign_in(client, next="/people/me/").url == "/people/me/"


def test_signing_in_leads_to_the_start_page(client, ana):
    assert sign_in(client).url == "/"
    assert client.session["_auth_user_id"] == str(ana.pk)


@pytest.mark.parametrize("written", ["ANA.REIS@halden.example", "  ana.reis@halden.example "])
def test_the_address_may_be_written_in_any_case(client, ana, written):
    assert sign_in(client, email=written).status_code == 302


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leads_to_another_place(client, ana, elsewhere):
    assert sign_in(client, next=elsewhere).url == "/"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, ana):
    wrong, nobody = sign_in(client, password="guess"), sign_in(client, email="no.one@halden.example")
    sentence = "E-mail and password do not fit together."
    assert sentence in wrong.content.decode()
    assert sentence in nobody.content.decode()
    assert "_auth_user_id" not in client.session


def test_who_was_deactivated_cannot_sign_in_and_is_signed_out_at_once(client, ana):
    sign_in(client)
    assert client.get("/people/me/").status_code == 200
    Person.objects.filter(pk=ana.pk).update(is_active=False)
    assert client.get("/people/me/").status_code == 302
    assert "do not fit" in sign_in(Client()).content.decode()


def test_five_wrong_tries_on_one_name_stop_even_the_right_password(client, ana):
    for _ in range(5):
        sign_in(client, password="guess")
    assert "Too many tries" in sign_in(client).content.decode()
    PersonFactory(email="bo@halden.example", name="Bo").set_password(PASSWORD)
    assert "Too many tries" not in sign_in(client, email="bo@halden.example").content.decode()


def test_the_session_lasts_a_working_day_and_ends_with_the_browser(client, ana):
    sign_in(client)
    assert client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == WORKING_DAY


def test_staying_signed_in_lasts_a_month(client, ana):
    sign_in(client, remember="on")
    assert not client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == MONTH


def test_ended_sessions_are_cleared(client, ana, db):
    from django.contrib.sessions.models import Session

    sign_in(client)
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    keeping.forget_old(kinds.named("sessions"), now=timezone.now())
    assert not Session.objects.exists()


def test_signing_out_asks_on_get_and_acts_on_post(as_colleague):
    assert "Sign out" in as_colleague.get("/accounts/logout/").content.decode()
    assert "_auth_user_id" in as_colleague.session
    assert as_colleague.post("/accounts/logout/").url == SIGN_IN
    assert "_auth_user_id" not in as_colleague.session


def test_nobody_signs_themselves_up(client, db):
    assert client.get("/accounts/signup/").status_code == 404
    assert client.post("/accounts/signup/", {"email": "new@halden.example"}).status_code == 404


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "login/code/", "reauthenticate/"])
def test_nobody_adds_an_address_or_finds_another_way_in(as_colleague, path):
    assert as_colleague.get(f"/accounts/{path}").status_code == 404
    assert as_colleague.post(f"/accounts/{path}").status_code in {404, 405}


def test_signing_in_keeps_no_second_copy_of_the_address(client, ana):
    sign_in(client)
    assert not EmailAddress.objects.exists()


# A new password ---------------------------------------------------------------------------------------------------


@pytest.fixture
def link(client, ana, worker, django_capture_on_commit_callbacks) -> str:
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(FORGOT, {"email": ana.email}).url == f"{FORGOT}done/"
    [letter] = mail.outbox
    assert letter.to == [ana.email]
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    return re.search(r"http://localhost:8000(\S+)", letter.body)[1]


def test_a_link_by_mail_lets_one_choose_a_new_password_once(client, ana, link):
    form = client.get(link).url
    chosen = "another four quiet words"
    done = client.post(form, {"password1": chosen, "password2": chosen})
    assert done.url == f"{FORGOT}key/done/"
    assert "is changed" in client.get(done.url).content.decode()
    assert sign_in(Client(), password=chosen).status_code == 302
    assert "This link is spent" in Client().get(link).content.decode()


def test_a_weak_password_is_refused_with_a_reason(client, link):
    form = client.get(link).url
    assert "too short" in client.post(form, {"password1": "short", "password2": "short"}).content.decode()


def test_the_link_is_on_our_own_address_whatever_the_request_claims(
    client, ana, worker, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(FORGOT, {"email": ana.email}, headers={"host": "127.0.0.1"})
    assert "http://localhost:8000/accounts/password/reset/key/" in mail.outbox[0].body


def test_the_mail_is_in_the_persons_language_and_greets_them(ana, worker):
    from itsm.people.tasks import send_password_link

    send_password_link(ana.pk, "welcome")
    [letter] = mail.outbox
    assert letter.body.startswith("Hello Ana,")
    assert "\n" not in letter.subject


def test_an_unknown_address_gets_the_same_answer_and_no_mail(
    client, worker, django_capture_on_commit_callbacks, db
):
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(FORGOT, {"email": "no.one@halden.example"}).url == f"{FORGOT}done/"
    assert mail.outbox == []


def test_who_was_deactivated_gets_no_link(client, ana, worker, django_capture_on_commit_callbacks):
    ana.is_active = False
    ana.save()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(FORGOT, {"email": ana.email})
    assert mail.outbox == []


def test_links_cannot_be_asked_for_without_end(client, ana):
    answers = [client.post(FORGOT, {"email": ana.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Too many tries" in answers[-1].content.decode()


def test_changing_the_password_keeps_one_signed_in_here(client, ana):
    sign_in(client)
    chosen = "another four quiet words"
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen},
    )
    assert answer.status_code == 302
    assert client.get("/people/me/").status_code == 200
    ana.refresh_from_db()
    assert ana.check_password(chosen)


def test_who_has_no_password_chooses_a_first_one(as_colleague):
    assert as_colleague.get(reverse("account_change_password")).url == reverse("account_set_password")
    chosen = "another four quiet words"
    assert (
        as_colleague.post(
            reverse("account_set_password"), {"password1": chosen, "password2": chosen}
        ).status_code
        == 302
    )


@pytest.mark.parametrize(
    "path", ["login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "inactive/"]
)
def test_every_page_of_the_entrance_has_our_look(client, path, db):
    page = client.get(f"/accounts/{path}").content.decode()
    assert 'class="plain-box"' in page
    assert "<h1>" in page
