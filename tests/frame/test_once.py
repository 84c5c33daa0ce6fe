"""What is looked up once must still be each reader's own."""

import pytest
from django.template import Context, engines
from django.urls import NoReverseMatch
from django.utils import translation


def drawn(template, language, **names):
    with translation.override(language):
        return template.template.render(Context(names))


def test_words_are_looked_up_once_in_each_language():
    template = engines["django"].from_string('{% translate "Search" %}')
    assert [drawn(template, language) for language in ("en", "de", "en", "de")] == [
        "Search", "Suche", "Search", "Suche",
    ]  # fmt: skip


def test_words_that_come_from_the_page_are_looked_up_each_time():
    template = engines["django"].from_string("{% translate word as said %}{{ said }}")
    assert [drawn(template, "de", word=word) for word in ("Search", "Yes")] == ["Suche", "Ja"]


def test_an_address_is_the_same_under_a_name_and_where_it_stands():
    template = engines["django"].from_string('{% url "search" as found %}{{ found }} {% url "search" %}')
    assert [drawn(template, "en"), drawn(template, "en")] == ["/search/ /search/"] * 2


def test_what_another_set_of_addresses_lacks_is_not_remembered_for_it(settings):
    template = engines["django"].from_string('{% url "search" as found %}{{ found }}')
    assert drawn(template, "en") == "/search/"
    settings.ROOT_URLCONF = "tests.frame.urls"
    assert drawn(template, "en") == ""
    with pytest.raises(NoReverseMatch):
        drawn(engines["django"].from_string('{% url "search" %}'), "en")
