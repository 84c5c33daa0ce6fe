"""What a list of articles can be asked, on the page and by API alike."""

from typing import Any, ClassVar

import django_filters as filters
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from itsm.knowledge.models import Article, ArticleEdition
from itsm.people.models import Person
from itsm.services.models import Service

MAKING = (("draft", _("being written")), ("proposed", _("waits for review")))


class ArticleFilter(filters.FilterSet):
    q = filters.CharFilter(method="with_words", label=_("Words"))
    state = filters.ChoiceFilter(choices=Article.State.choices, label=_("State"), empty_label=_("Any state"))
    making = filters.ChoiceFilter(
        choices=MAKING, method="in_the_making", label=_("Next edition"), empty_label=_("Any edition")
    )
    service = filters.ModelChoiceFilter(
        queryset=Service.objects.filter(is_active=True),
        field_name="services",
        label=_("Service"),
        empty_label=_("Any service"),
    )
    owner = filters.ModelChoiceFilter(
        queryset=Person.objects.filter(owned_articles__isnull=False).distinct(),
        label=_("Owner"),
        empty_label=_("Any owner"),
    )
    language = filters.CharFilter(label=_("Language"))
    due = filters.BooleanFilter(method="to_read_again", label=_("Due to be read again"))

    class Meta:
        model = Article
        fields: ClassVar[list[str]] = []

    def with_words(self, articles: Any, _name: str, words: str) -> Any:
        asked = words.replace("\x00", " ").strip()
        query = SearchQuery(asked, config="english", search_type="websearch")
        return articles.filter(Q(search=query) | Q(number=asked.upper()) | Q(title__icontains=asked))

    def in_the_making(self, articles: Any, _name: str, state: str) -> Any:
        """Only the desk knows what is being written."""
        if not self.request.user.works_the_desk:
            return articles.none()
        return articles.filter(
            pk__in=ArticleEdition.objects.in_the_making().filter(state=state).values("article")
        )

    def to_read_again(self, articles: Any, _name: str, due: bool) -> Any:  # noqa: FBT001 - as the library calls it
        return articles.due_for_review() if due else articles
