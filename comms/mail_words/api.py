"""The words of automatic letters, by API. For administrators."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from comms.mail_words import trying
from comms.mail_words.forms import WordsForm
from comms.mail_words.kinds import KINDS, Kind
from comms.mail_words.writing import Letter, Words, changed, changed_by_kind, keep, words_of
from comms.models import Template
from comms.models.preference import can_come
from comms.notices.queue import wake
from itsm.frame.api import forms
from itsm.frame.api.permissions import only
from itsm.frame.api.views import Api
from itsm.tickets.api.shapes import Ref
from itsm.tickets.models import Ticket

IN_LANGUAGE = OpenApiParameter(
    "language", OpenApiTypes.STR, enum=[code for code, _name in settings.LANGUAGES], default="en"
)


LooksAfterMail = only("comms.change_template")  # administrators, for reading as well


class ChangedShape(serializers.ModelSerializer):
    """Words that are no longer Baton's own."""

    changed_by = Ref()

    class Meta:
        model = Template
        fields: ClassVar = ["language", "changed_by", "changed_at"]
        read_only_fields = fields


class KindShape(serializers.Serializer):
    kind = serializers.CharField(source="key")
    label: Any = serializers.CharField()
    when = serializers.CharField()
    variables = serializers.DictField(child=serializers.CharField(), help_text="Name → what it stands for.")
    required: Any = serializers.DictField(
        child=serializers.CharField(), help_text="What must stay in the text."
    )
    changed = serializers.SerializerMethodField(help_text="In which languages the words are yours.")

    @extend_schema_field(ChangedShape(many=True))
    def get_changed(self, kind: Kind) -> Any:
        return ChangedShape(self.context["theirs"].get(kind.key, ()), many=True).data


class WordsShape(serializers.Serializer):
    subject = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=10_000)
    ours = serializers.BooleanField(read_only=True, help_text="As Baton ships it.")


class TryBody(WordsShape):
    ticket = serializers.CharField(
        max_length=20, required=False, help_text="Its number; without one, made up."
    )


class LetterShape(serializers.Serializer):
    subject = serializers.CharField()
    text = serializers.CharField()
    html = serializers.CharField()


class LetterViewSet(Api):
    """Every kind of letter that Baton writes by itself."""

    queryset = Template.objects.none()
    serializer_class = WordsShape
    pagination_class = None
    lookup_field = "kind"
    lookup_value_regex = "[a-z_]{1,20}"
    needs = (LooksAfterMail,)

    @extend_schema(responses=KindShape(many=True))
    def list(self, request: Request) -> Response:
        theirs, kinds = changed_by_kind(), [kind for kind in KINDS.values() if can_come(kind.key)]
        return Response(KindShape(kinds, many=True, context={"theirs": theirs}).data)

    @extend_schema(parameters=[IN_LANGUAGE], responses=WordsShape)
    def retrieve(self, request: Request, kind: str) -> Response:
        """Its words in one language."""
        return Response(self.as_it_is(*self.find(kind)))

    @extend_schema(parameters=[IN_LANGUAGE], request=WordsShape, responses=WordsShape)
    def update(self, request: Request, kind: str) -> Response:
        """Other words, if they keep to the variables and leave out none that must stay."""
        found, language = self.find(kind)
        words = self.words(found, self.checked(WordsShape))
        keep(found.key, language, words, by=self.request.user, now=timezone.now())
        return Response(self.as_it_is(found, language))

    @extend_schema(parameters=[IN_LANGUAGE], responses={204: None})
    def destroy(self, request: Request, kind: str) -> Response:
        """Back to Baton's own words."""
        found, language = self.find(kind)
        Template.objects.filter(kind=found.key, language=language).delete()
        return Response(status=204)

    @extend_schema(parameters=[IN_LANGUAGE], request=TryBody, responses=LetterShape)
    @action(detail=True, methods=["post"], url_path="try")
    def look(self, request: Request, kind: str) -> Response:
        """The letter as it would come with these words; nothing is kept."""
        return Response(LetterShape(self.tried(kind)).data)

    @extend_schema(parameters=[IN_LANGUAGE], request=TryBody, responses=LetterShape)
    @action(detail=True, methods=["post"])
    def test(self, request: Request, kind: str) -> Response:
        """The same, and sent to yourself."""
        letter = self.tried(kind)
        row = trying.test_letter(KINDS[kind], letter, self.request.user, now=timezone.now())
        wake("comms.send_mail", [row.pk])
        return Response(LetterShape(letter).data)

    def find(self, kind: str) -> tuple[Kind, str]:
        language = self.request.query_params.get("language", settings.LANGUAGE_CODE)
        if kind not in KINDS or not can_come(kind) or language not in dict(settings.LANGUAGES):
            raise Http404
        return KINDS[kind], language

    def words(self, kind: Kind, given: dict[str, Any]) -> Words:
        form = WordsForm(given, kind=kind)
        forms.check(form)
        return form.words

    def as_it_is(self, kind: Kind, language: str) -> dict[str, Any]:
        theirs = changed()
        with translation.override(language):
            words = words_of(kind.key, theirs)
        return {"subject": words.subject, "text": words.text, "ours": (kind.key, language) not in theirs}

    def tried(self, kind: str) -> Letter:
        found, language = self.find(kind)
        given = self.checked(TryBody)
        ticket = None
        if number := given.pop("ticket", ""):
            seen = Ticket.objects.visible_to(self.request.user).with_people()
            ticket = seen.filter(number=number.upper()).first()
            if ticket is None:
                raise ValidationError({"ticket": [_("There is no such ticket for you.")]})
        words = self.words(found, given)
        return trying.try_out(
            found, words, self.request.user, language=language, now=timezone.now(), ticket=ticket
        )
