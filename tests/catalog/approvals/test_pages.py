"""What waits for my yes: the list, one of them, the answer, and what the ticket shows of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.models import Approval, ServiceRequest
from tests.catalog.approvals.conftest import BY_MANAGER, BY_OWNER, change
from tests.factories import PersonFactory

WAITING = "/portal/approvals/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(ask) -> Approval:
    ask(BY_MANAGER, BY_OWNER)
    return Approval.objects.get()


def send(client, mine, verb="approve", **fields):
    return client.post(reverse(f"approvals:{verb}", args=[mine.pk]), {"digest": mine.step.digest, **fields})


def test_the_list_names_what_waits_and_for_whom(mine, signed_in, marit):
    page = signed_in(marit).get(WAITING)
    assert page.context["waiting"].get() == mine
    assert "For Ana Reis" in page.content.decode()
    assert "They wait for your yes" in signed_in(marit).get("/portal/").content.decode()


def test_the_page_shows_exactly_what_is_agreed_to(mine, signed_in, marit):
    said = signed_in(marit).get(mine.get_absolute_url()).content.decode()
    for words in (
        "A laptop",
        "Ana Reis",
        "1,200 € once",
        "Which one?",
        "Light",
        "edition 3",
        "The owner agrees",
    ):
        assert words in said


def test_a_yes_leads_back_to_the_list_and_asks_the_next(mine, signed_in, marit, otto):
    answered = send(signed_in(marit), mine)
    assert (answered.status_code, answered.url) == (302, WAITING)
    assert Approval.objects.waiting().get().person == otto
    assert "You agreed" in signed_in(marit).get(mine.get_absolute_url()).content.decode()


def test_a_no_without_a_reason_is_asked_for_it(mine, signed_in, marit):
    page = send(signed_in(marit), mine, "decline")
    assert page.status_code == 422
    assert "the colleague reads it" in page.content.decode()
    assert send(signed_in(marit), mine, "decline", words="Too dear").status_code == 302
    assert ServiceRequest.objects.get().status == "declined"


def test_a_second_click_does_nothing_and_says_so(mine, signed_in, marit):
    client = signed_in(marit)
    send(client, mine)
    again = send(client, mine)
    assert again.status_code == 409
    assert "nothing was done twice" in again.content.decode()


def test_what_changed_since_is_told_and_the_new_one_is_one_click_away(mine, signed_in, marit):
    client = signed_in(marit)
    change(ServiceRequest.objects.get(), model="Strong")
    page = send(client, mine, words="Fine with me")
    assert page.status_code == 409
    anew = Approval.objects.waiting().get()
    assert anew.get_absolute_url() in page.content.decode()
    assert "Strong" in client.get(anew.get_absolute_url()).content.decode()


def test_nobody_else_finds_it_whatever_their_role(mine, signed_in, ana, otto, agent, administrator):
    for person in (ana, otto, agent, administrator):
        client = signed_in(person)
        assert client.get(mine.get_absolute_url()).status_code == 404
        assert send(client, mine).status_code == 404
        assert not client.get(WAITING).context["waiting"]


def test_whoever_sees_the_request_sees_who_must_agree(mine, signed_in, ana, agent):
    request = ServiceRequest.objects.get()
    assert "Marit Sand" in signed_in(agent).get(request.get_absolute_url()).content.decode()
    timeline = signed_in(ana).get(f"/portal/{request.number}/").content.decode()
    assert "is asked: Your manager agrees" in timeline


def test_a_file_of_the_request_opens_for_who_is_asked_and_nobody_else(offering, ana, marit, otto, signed_in):
    offering.edition.approvals = [BY_MANAGER]
    files = [SimpleUploadedFile("offer.pdf", b"the offer")]
    request = ServiceRequest.ask(offering.edition, {"model": "Light"}, by=ana, files=files)
    request.reply("And this", by=ana)
    mine = Approval.objects.get()
    page = signed_in(marit).get(mine.get_absolute_url()).content.decode()
    address = reverse("approvals:file", args=[mine.pk, request.attachments.get().pk])
    assert address in page
    assert b"".join(signed_in(marit).get(address).streaming_content) == b"the offer"
    assert signed_in(otto).get(address).status_code == 404


def test_the_list_costs_the_same_however_long(ask, signed_in, marit, django_assert_max_num_queries):
    client = signed_in(marit)
    for _more in range(2):
        for _one in range(5):
            ask(by=PersonFactory(manager=marit))
        with django_assert_max_num_queries(6):
            assert client.get(WAITING).status_code == 200


def test_one_approval_costs_few_statements(mine, signed_in, marit, django_assert_max_num_queries):
    client = signed_in(marit)
    client.get(WAITING)
    with django_assert_max_num_queries(12):
        client.get(mine.get_absolute_url())
