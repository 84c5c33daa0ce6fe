"""The shelves of the catalogue, by API."""

from typing import Any, ClassVar

from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.viewsets import ModelViewSet

from catalog.models import Category
from catalog.offerings.forms import ICONS
from itsm.frame.api.permissions import may
from itsm.frame.api.views import Api
from itsm.tickets.errors import Refused


class ShelfShape(serializers.ModelSerializer):
    icon = serializers.ChoiceField(ICONS, required=False)

    class Meta:
        model = Category
        fields: ClassVar = ["id", "name", "words", "icon", "order"]


class ShelfViewSet(Api, ModelViewSet):
    """How the catalogue is sorted, and in which order. Everyone reads it."""

    queryset = Category.objects.all()
    serializer_class = ShelfShape
    lookup_value_regex = "[0-9]{1,18}"
    http_method_names = ["get", "head", "options", "post", "patch", "delete"]
    order = ("order", "name", "pk")
    needs = (may("catalog.publish_offering", everyone_reads=True),)

    def perform_destroy(self, instance: Any) -> None:
        """Only an empty one: what stands on it would be nowhere."""
        try:
            instance.delete()
        except ProtectedError as error:
            raise Refused(_("Offerings stand on this shelf. Move them first.")) from error
