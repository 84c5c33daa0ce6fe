"""Words that mean the same, by API."""

from typing import Any, ClassVar

from django.utils import timezone
from rest_framework import serializers
from rest_framework.viewsets import ModelViewSet

from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api
from itsm.knowledge.models import Synonym
from itsm.knowledge.synonyms.forms import check_words


class SynonymShape(serializers.ModelSerializer):
    class Meta:
        model = Synonym
        fields: ClassVar = ["id", "words"]

    def validate_words(self, words: list[str]) -> list[str]:
        return check_words(words)


class SynonymViewSet(Api, ModelViewSet):
    """Who looks for one of these words finds the others, too."""

    queryset = Synonym.objects.all()
    serializer_class = SynonymShape
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    order = ("pk",)
    needs = (only("knowledge.change_synonym"),)

    def perform_create(self, serializer: Any) -> None:
        serializer.save(by=self.request.user, at=timezone.now())

    def perform_update(self, serializer: Any) -> None:
        self.perform_create(serializer)
