"""The pages of articles, for the desk and for colleagues."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from itsm.knowledge.articles import tickets
from itsm.knowledge.models import Use
from itsm.people.models import Audience
from itsm.tickets.models import Outbox
from tests.factories import incident
from tests.knowledge.conftest import BODY, published

WORDS = {"title": "Print from a laptop", "summary": "In two steps.", "body": "# New\n\nPress **it**.", "keywords": "", "changes": "Shorter"}  # fmt: skip
ABOUT = {"about-audience": "everyone", "about-language": "en", "about-review_months": "6"}


def png(name="plan of the floor.png"):
    from io import BytesIO

    out = BytesIO()
    Pillow.new("RGB", (4, 4), "red").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def status(client, picture):
    """A file is read to its end."""
    answer = client.get(picture)
    b"".join(answer.streaming_content) if answer.streaming else None
    return answer.status_code


def test_an_agent_writes_another_publishes_and_a_colleague_reads(as_agent, as_outsider, as_colleague, agent):
    answer = as_agent.post("/knowledge/new/", WORDS | ABOUT | {"about-owner": agent.email})
    address = answer.headers["Location"]
    assert as_colleague.get(address).status_code == 404
    as_agent.post(f"{address}propose/")
    assert b"In two steps." in as_outsider.get("/knowledge/review/").content or WORDS["title"].encode() in as_outsider.get("/knowledge/review/").content  # fmt: skip
    as_outsider.post(f"{address}publish/")
    page = as_colleague.get(address)
    assert page.status_code == 200
    assert "<h2>New</h2>" in page.text
    assert "portal-head" in page.text


def test_who_wrote_it_cannot_publish_it(as_agent, draft):
    assert "Publish</button>" not in as_agent.get(draft.get_absolute_url()).text
    assert as_agent.post(f"{draft.get_absolute_url()}publish/").status_code == 409


def test_the_second_of_two_writers_sees_both_texts_and_loses_nothing(as_agent, as_outsider, article):
    edit = f"{article.get_absolute_url()}edit/"
    seen = {"edition": "2", "seen": "0"}
    assert as_agent.post(edit, WORDS | seen | {"body": "Theirs first."}).status_code == 302
    answer = as_outsider.post(edit, WORDS | seen | {"body": "Mine second."})
    assert answer.status_code == 409
    assert "Ivo" in answer.text
    assert "Theirs</del>" in answer.text
    assert "Mine second." in answer.context["form"]["body"].value()
    again = {name: answer.context["form"][name].value() for name in ("edition", "seen")}
    assert as_outsider.post(edit, WORDS | again | {"body": "Both."}).status_code == 302
    assert article.making.body == "Both."


def test_a_preview_shows_and_saves_nothing(as_agent, article):
    edit = f"{article.get_absolute_url()}edit/"
    answer = as_agent.post(edit, WORDS | {"edition": "2", "seen": "0", "act": "preview"})
    assert "<strong>it</strong>" in answer.text
    assert article.making is None
    assert "<em>so</em>" in as_agent.post("/knowledge/preview/", {"body": "*so*"}).text


def test_a_picture_is_kept_once_and_stands_at_the_end_of_the_text(
    as_agent, as_outsider, as_colleague, as_manager, article, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    edit = f"{article.get_absolute_url()}edit/"
    given = WORDS | {"edition": "2", "seen": "0"}
    answer = as_agent.post(edit, given | {"pictures": [png(), png()]})
    image = article.images.get()
    body = answer.context["form"].initial["body"]
    assert f"![plan of the floor]({image.get_absolute_url()})" in body
    address = image.get_absolute_url()
    assert [status(one, address) for one in (as_colleague, as_manager, as_agent)] == [404, 404, 200]
    assert as_agent.post(edit, given | {"body": body}).status_code == 302
    as_outsider.post(f"{article.get_absolute_url()}publish/")
    shown = as_colleague.get(address)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert b"".join(shown.streaming_content).startswith(b"\x89PNG")
    assert as_agent.post(f"{article.get_absolute_url()}images/", {"file": png()}).json()["markdown"].startswith("![plan")  # fmt: skip
    assert article.images.count() == 1
    given = WORDS | {"edition": "3", "seen": "0", "body": "Without it."}
    assert as_agent.post(edit, given).status_code == 302
    as_outsider.post(f"{article.get_absolute_url()}publish/")
    assert status(as_colleague, address) == 404
    assert status(as_manager, address) == 200  # in an edition that was published once


@pytest.mark.parametrize("data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b""])
def test_what_is_no_picture_is_not_taken(data, as_agent, article):
    bad = SimpleUploadedFile("a.png", data or b"\x00", "image/png")
    answer = as_agent.post(f"{article.get_absolute_url()}images/", {"file": bad})
    assert answer.status_code == 422
    assert not article.images.exists()


def test_pictures_obey_the_audience(as_agent, as_colleague, internal, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    as_agent.post(f"{internal.get_absolute_url()}images/", {"file": png()})
    address = internal.images.get().get_absolute_url()
    assert as_colleague.get(address).status_code == 404
    shown = as_agent.get(address)
    assert shown.status_code == 200
    shown.close()


def test_what_a_colleague_may_not_read_is_in_no_list_and_on_no_page(as_colleague, article, draft, internal):
    listed = as_colleague.get("/knowledge/").text
    assert article.title in listed
    assert internal.title not in listed
    assert draft.title not in listed
    for hidden in (internal, draft):
        for rest in ("", "vote/", "comment/", "report/"):
            address = f"{hidden.get_absolute_url()}{rest}"
            answer = (
                as_colleague.post(address) if rest in {"vote/", "comment/"} else as_colleague.get(address)
            )
            assert answer.status_code == 404
    assert as_colleague.get("/knowledge/?making=draft").context["page"].rows == []


def test_filters_of_the_desk(as_agent, article, draft, internal, service):
    article.services.add(service)
    for query, found in {
        "state=draft": [draft], "making=draft": [draft], f"service={service.pk}": [article], "q=keys": [internal], "due=true": [],
        f"q={draft.number}": [draft],
    }.items():  # fmt: skip
        assert as_agent.get(f"/knowledge/?{query}").context["page"].rows == found


def test_a_no_with_its_reason_waits_for_the_owner_until_somebody_saw_to_it(
    as_colleague, as_agent, as_outsider, article
):
    said = {"helped": "no", "reason": "unclear", "words": "Which switch?"}
    assert as_colleague.post(f"{article.get_absolute_url()}vote/", said).status_code == 302
    assert "You said: no" in as_colleague.get(article.get_absolute_url()).text
    assert "Which switch?" in as_agent.get("/knowledge/review/").text
    assert "Which switch?" in as_agent.get("/knowledge/review/?mine").text
    assert "Which switch?" not in as_outsider.get("/knowledge/review/?mine").text
    assert "Which switch?" in as_agent.get(article.get_absolute_url()).text
    as_agent.post(f"/knowledge/voices/{article.votes.get().pk}/answer/")
    assert "Which switch?" not in as_agent.get("/knowledge/review/").text


def test_comments_are_removed_by_who_wrote_them_and_by_the_desk(
    as_colleague, as_agent, signed_in, manager, article
):
    for words in ("It worked.", "It did not."):
        as_colleague.post(f"{article.get_absolute_url()}comment/", {"words": words})
    first, second = article.comments.all()
    remove = f"{article.get_absolute_url()}comments/{{}}/remove/"
    assert signed_in(manager).post(remove.format(first.pk)).status_code == 403
    assert as_colleague.post(remove.format(first.pk)).status_code == 302
    assert as_agent.post(remove.format(second.pk)).status_code == 302
    assert "It worked." not in as_agent.get(article.get_absolute_url()).text
    assert as_colleague.post(f"{article.get_absolute_url()}comment/", {"words": " "}).status_code == 422


def test_opening_what_is_published_to_others_needs_who_may_publish(as_manager, as_agent, article, agent):
    address = f"{article.get_absolute_url()}about/"
    page = as_agent.get(address)
    given = {"audience": "desk", "language": "de", "review_months": "3", "owner": agent.email}
    seen = page.context["form"]["seen"].value()
    assert as_agent.post(address, given | {"seen": seen}).status_code == 302
    article.refresh_from_db()
    assert (article.audience, article.review_months) == (Audience.DESK, 3)
    assert as_agent.post(address, given | {"seen": seen}).status_code == 409
    assert as_agent.post(address, given | {"audience": "limited", "seen": seen}).status_code == 422
    assert as_manager.get(address).status_code == 403


def test_languages_of_one_article_know_each_other(as_colleague, article, agent, outsider):
    german = published(by=agent, reader=outsider, title="Drucken", language="de", translates=article)
    assert f'href="{german.get_absolute_url()}"' in as_colleague.get(article.get_absolute_url()).text
    assert f'href="{article.get_absolute_url()}"' in as_colleague.get(german.get_absolute_url()).text


def test_editions_show_word_by_word_what_is_new(as_agent, as_colleague, article, agent):
    article.write(by=agent, edition=2, seen=0, title=article.title, summary="", keywords="", body=BODY.replace("on.", "on again."))  # fmt: skip
    page = as_agent.get(f"{article.get_absolute_url()}editions/2/")
    assert "on<ins> again</ins>." in page.text
    assert as_agent.get(f"{article.get_absolute_url()}editions/").status_code == 200
    assert as_colleague.get(f"{article.get_absolute_url()}editions/").status_code == 404


def test_sending_back_and_retiring_ask_why(as_outsider, draft, article, agent):
    draft.making.propose(by=agent)
    for subject, verb in ((draft, "send-back"), (article, "retire")):
        address = f"{subject.get_absolute_url()}{verb}/"
        assert as_outsider.get(address).status_code == 200
        assert as_outsider.post(address).status_code == 422
        assert as_outsider.post(address, {"reason": "It is about the old printers."}).status_code == 302
    assert "old printers" in as_outsider.get(article.get_absolute_url()).text


@pytest.fixture
def ticket(colleague, agent, team):
    made = incident(by=colleague, team=team, description="Paper jam since today.")
    made.reply("Open the flap at the back.", by=agent)
    return made


def test_an_article_begins_with_what_the_ticket_knows(as_agent, ticket, agent):
    page = as_agent.get(f"/knowledge/new/?ticket={ticket.number}")
    body = page.context["form"]["body"].value()
    assert "Paper jam since today." in body
    assert "Open the flap at the back." in body
    as_agent.post(f"/knowledge/new/?ticket={ticket.number}", WORDS | ABOUT | {"about-owner": agent.email})
    assert Use.objects.get().how == Use.How.WRITTEN


def test_an_agent_links_an_article_and_takes_it_off(as_agent, as_colleague, ticket, article):
    found = as_agent.get("/knowledge/find/", {"article": "print"}).text
    assert f'value="{article.number}"' in found
    assert (
        as_agent.post(f"/knowledge/on/{ticket.number}/", {"article": article.number.lower()}).status_code
        == 302
    )
    beside = f"/knowledge/on/{ticket.number}/used/"
    assert beside in as_agent.get(ticket.get_absolute_url()).text
    page = as_agent.get(beside).text
    assert "Put in the reply" in page
    assert article.title in page
    assert ticket.number in as_agent.get(article.get_absolute_url()).text
    assert ticket.number not in as_colleague.get(article.get_absolute_url()).text
    as_agent.post(f"/knowledge/on/{ticket.number}/{article.number}/leave/")
    assert not Use.objects.exists()


def test_no_link_is_offered_that_the_colleague_could_not_open(as_agent, ticket, internal, agent):
    internal.use_on(ticket, Use.How.LINKED, by=agent)
    page = as_agent.get(f"/knowledge/on/{ticket.number}/used/").text
    assert internal.title in page
    assert "Put in the reply" not in page


def test_a_reply_that_names_an_article_counts_as_told(ticket, article, agent, colleague):
    for words, by in (
        (f"I have the same in {article.number}?", colleague),
        (f"Look at {article.number}.", agent),
    ):
        assert not Use.objects.exists()
        ticket.reply(words, by=by)
        tickets.note_told(ticket.last_event)
    assert Use.objects.get().how == Use.How.TOLD
    assert not Outbox.objects.filter(consumer=tickets.CONSUMER).exists()


@pytest.mark.parametrize("who", ["as_agent", "as_colleague"])
def test_statements_of_the_pages(
    who, request, article, draft, agent, colleague, ticket, django_assert_max_num_queries
):
    client = request.getfixturevalue(who)
    for number in range(12):
        article.comment(f"{number}", by=agent)
        published(by=agent, reader=colleague_of_the_desk(request), title=f"Article {number}").use_on(ticket, Use.How.LINKED, by=agent)  # fmt: skip
    client.get("/knowledge/")
    with django_assert_max_num_queries(10):
        client.get("/knowledge/")
    with django_assert_max_num_queries(15):
        client.get(article.get_absolute_url())
    if who == "as_agent":
        with django_assert_max_num_queries(10):
            client.get("/knowledge/review/")


def colleague_of_the_desk(request):
    return request.getfixturevalue("outsider")


def test_who_is_still_stuck_goes_on_to_a_report_that_names_the_article(as_colleague, article):
    page = as_colleague.get(f"{article.get_absolute_url()}report/", follow=True)
    assert f"{article.title} ({article.number})" in page.text
