"""Search over everything, in people's own words."""

import pytest
from django.core.cache import cache

from itsm.knowledge.models import Article, Asked, Spelling, Synonym, Use
from itsm.knowledge.question import Question
from itsm.knowledge.sources import find_everywhere, learn_words
from itsm.knowledge.spelling import corrections, learn, shortened, slips
from itsm.knowledge.synonyms.starter import STARTER
from tests.factories import incident


def article(owner, title, **words):
    about = {"state": "published", "body": "Do this.", **words}
    return Article.objects.create(owner=owner, title=title, **about)


@pytest.fixture(autouse=True)
def desk(request):
    if "agent" in request.fixturenames:
        request.getfixturevalue("team").become_first_line()


@pytest.fixture(autouse=True)
def starter(db):
    """The words of the first day; a journey before may have emptied every table."""
    if not Synonym.objects.exists():
        Synonym.objects.bulk_create(Synonym(words=list(words)) for words in STARTER)


def parts(words):
    return [set(part.ways) for part in Question.of(words).parts]


def test_a_question_is_its_stems_without_the_words_that_say_nothing(db):
    assert parts("The printers are broken!")[0] >= {"'printer'"}
    assert len(parts("The printers are broken!")) == 2


def test_synonyms_widen_a_question_one_or_many(db):
    assert "'notebook'" in parts("my laptop")[0]
    assert "'notebook'" in parts("laptops")[0]


def test_a_phrase_that_means_one_thing_is_one_part(db):
    (part,) = Question.of("someone left").parts
    assert {"'leaver'", "'offboard'"} <= set(part.ways)
    assert part.ways["'leaver'"] < 1


def test_quotes_minus_and_or_say_exactly_what_is_wanted(db):
    assert [Question.of(words).is_exact for words in ('"new laptop"', "laptop -dell", "mac or pc", "wi-fi")] == [
        True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("vpn", "vnp", 1), ("printer", "ptinter", 1), ("mail", "mial", 1), ("a", "abc", 2), ("", "ab", 2)],
)
def test_slips_are_counted(one, other, far):
    assert slips(one, other) == slips(other, one) == far


def test_two_words_a_slip_apart_share_what_is_left_of_them():
    assert shortened("printer") & shortened("pinter")
    assert shortened("vpn") & shortened("vnp")
    assert not shortened("mail") & shortened("phone")


def test_a_slip_is_corrected_to_the_word_that_is_written_most(db):
    learn(["password password password passwort"])
    assert corrections(["pasword"])["pasword"].word == "password"
    assert corrections(["zebra"]) == {}


def test_only_what_everybody_may_read_is_ever_suggested(agent, team):
    incident(by=agent, title="Payroll export of Zephyrine", restricted=True)
    article(agent, "Zephyrines are kept in the safe", audience="desk")
    article(agent, "Keyboard layout")
    learn_words()
    assert set(Spelling.objects.values_list("word", flat=True)) >= {"keyboard", "layout"}
    assert not Spelling.objects.filter(word__startswith="zephyrine").exists()


def test_a_slip_finds_and_the_page_asks_whether_it_was_meant(as_colleague, agent):
    incident(by=agent, title="Keyboard types twice")
    article(agent, "Keyboard layout is wrong")
    learn_words()
    page = as_colleague.get("/search/", {"q": "keybaord layout"}).content.decode()
    assert "keyboard layout" in page
    assert "<mark>Keyboard</mark>" in page or "Keyboard layout is wrong" in page


def test_a_word_that_is_still_being_typed_is_no_slip(db):
    learn(["keyboard keyboards key"])
    question = Question.of("keyb")
    assert question.respelled == ""
    assert "'keyb':*" in question.parts[0].ways


def test_tickets_are_found_by_another_word_for_it(agent):
    made = incident(by=agent, title="Notebook does not start")
    found = find_everywhere("laptop", agent, 5)
    assert [hit.key for one in found for hit in one.hits] == [made.number]


def test_a_finished_search_is_kept_once_and_says_what_was_opened(as_agent, agent):
    for _twice in range(2):
        as_agent.get("/search/", {"q": "flux capacitor"})
    made = incident(by=agent, title="Scanner jams")
    page = as_agent.get("/search/", {"q": "scanner"}).content.decode()
    assert made.number in page
    as_agent.get("/search/open/", {"q": "scanner", "to": made.get_absolute_url()})
    kept = list(Asked.objects.order_by("pk").values_list("words", "hits", "opened", "place"))
    assert kept == [("flux capacitor", 0, "", "desk"), ("scanner", 1, made.get_absolute_url(), "desk")]


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_a_hit_is_never_elsewhere(to, as_agent):
    assert as_agent.get("/search/open/", {"q": "x", "to": to}).status_code == 404


def test_what_was_looked_for_in_vain_leads_to_an_article(as_agent, as_outsider):
    as_agent.get("/search/", {"q": "flux capacitor"})
    as_outsider.get("/search/", {"q": "flux capacitor"})
    page = as_agent.get("/knowledge/wanted/").content.decode()
    assert "flux capacitor" in page
    assert "2 people" in page
    assert "/knowledge/new/?title=Flux%20capacitor" in page
    assert 'value="Flux capacitor"' in as_agent.get("/knowledge/new/?title=Flux%20capacitor").content.decode()


def test_a_search_can_be_narrowed(as_agent, agent, service):
    cache.delete("search:services")  # of another test
    about = incident(by=agent, title="Scanner jams", service=service)
    other = incident(by=agent, title="Scanner burns")
    other.resolve(resolution="fixed", words="A new one.", by=agent)
    seen = {
        query: [
            made.number in as_agent.get(f"/search/?q=scanner{query}").content.decode()
            for made in (about, other)
        ]
        for query in (
            "",
            "&state=open",
            "&state=ended",
            f"&service={service.pk}",
            "&days=7",
            "&kind=ticket",
            "&kind=nothing&days=x",
        )
    }
    page = as_agent.get(f"/search/?q=scanner&state=open&service={service.pk}").content.decode()
    assert f'<option value="{service.pk}" selected>' in page
    assert '<option value="open" selected>' in page
    both = [True, True]
    assert list(seen.values()) == [both, [True, False], [False, True], [True, False], both, both, both]


def test_administrators_say_which_words_mean_the_same(as_administrator, as_agent, agent, client):
    made = incident(by=agent, title="The Gizmotron is dark")
    assert made.number not in as_agent.get("/search/?q=whatsit").content.decode()
    assert (
        as_administrator.post("/knowledge/synonyms/", {"words": "Whatsit,  gizmotron ,"}).status_code == 302
    )
    kept = Synonym.objects.get(words__contains=["gizmotron"])
    assert kept.words == ["whatsit", "gizmotron"]
    assert made.number in as_agent.get("/search/?q=whatsit").content.decode()
    as_administrator.post(f"/knowledge/synonyms/{kept.pk}/remove/")
    assert made.number not in as_agent.get("/search/?q=whatsit").content.decode()


@pytest.mark.parametrize("words", ["alone", "same, same", "one two three four five, six", ", ,"])
def test_words_that_cannot_mean_the_same_are_refused(words, as_administrator):
    assert as_administrator.post("/knowledge/synonyms/", {"words": words}).status_code == 422


@pytest.mark.parametrize(
    "words",
    ["'", "\\", "a | b & !c", "💥", "x" * 300, "عطل في البريد", "<b>", "%", "'' ''", "a'b'c:*", "-", '"'],
)
def test_any_words_may_be_searched(words, as_agent):
    assert as_agent.get("/search/", {"q": words}).status_code in {200, 302}


def test_what_solved_tickets_with_these_words_stands_first(agent):
    plain = article(agent, "Scanner")
    solved = article(agent, "Scanner settings, all of them")
    for _twice in range(2):
        Use.objects.create(
            article=solved, ticket=incident(by=agent, title="Scanner jams").ticket_ptr, how="linked", by=agent
        )
    first, second = find_everywhere("scanner jams", agent, 5, kinds=["article"])[0].hits
    assert (first.key, second.key) == (solved.number, plain.number)


def test_a_colleague_finds_no_article_that_is_not_meant_for_them(agent, colleague):
    article(agent, "Scanner codes", audience="desk")
    article(agent, "Scanner draft", state="draft")
    article(agent, "Scanner long gone", state="retired")
    assert find_everywhere("scanner", colleague, 5) == []
    assert len(find_everywhere("scanner", agent, 5)[0].hits) == 2  # nobody looks for what is retired


def test_a_slip_costs_one_statement_more_and_all_of_it_ten(as_agent, agent, django_assert_max_num_queries):
    for number in range(30):
        incident(by=agent, title=f"Keyboard {number} types twice")
        article(agent, f"Keyboard {number}")
    learn_words()
    as_agent.get("/search/?q=keyboard")
    with django_assert_max_num_queries(10):
        as_agent.get("/search/?q=keybaord")


def test_an_excerpt_says_words_and_no_signs_of_markdown(as_agent, agent):
    body = "## Reset the *token*\n\n1. Open **Settings**, then [the vault](/vault/) `key_one`.\n- [x] Done | over\n"
    article(agent, "Tokens", body=body)
    page = as_agent.get("/search/?q=vault").content.decode()
    said = "Reset the token Open Settings, then the <mark>vault</mark> key_one. Done over"
    assert f'<p dir="auto">{said}</p>' in page
