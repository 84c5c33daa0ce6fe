"""What people type about articles."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import global_settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from itsm.frame.markdown import LONGEST
from itsm.knowledge.models import Article, ArticleEdition, Vote
from itsm.people.forms import PersonField
from itsm.people.models import Audience
from itsm.people.roles import GROUPS, LABELS
from itsm.services.models import Service
from itsm.tickets.fields import FilesField, Words


class WordsForm(forms.ModelForm):
    """The words of the next edition, and which one the writer had before them."""

    pictures = FilesField(
        label=_("Pictures"),
        required=False,
        help_text=_(
            "They are put at the end of the text; move each to where it belongs. Paste or drop them here, too."
        ),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    class Meta:
        model = ArticleEdition
        fields: ClassVar = ["title", "summary", "body", "keywords", "changes"]
        widgets: ClassVar = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "summary": forms.TextInput(attrs={"dir": "auto"}),
            "body": forms.Textarea(attrs={"rows": 18, "dir": "auto", "maxlength": LONGEST, "spellcheck": "true"}),
            "keywords": forms.TextInput(attrs={"dir": "auto"}),
        }  # fmt: skip
        help_texts: ClassVar = {
            "title": _("As a colleague would say it: what they want to do, or what does not work."),
            "summary": _("Stands below the title in every list."),
            "body": _("Markdown: # heading, - list, 1. step, **bold**, [words](address), > [!NOTE] a note."),
            "keywords": _("What colleagues call it, so that they find it."),
            "changes": _("For the reviewer and for whoever reads the history."),
        }

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"].replace("\r\n", "\n")
        if len(body) > LONGEST:
            raise ValidationError(_("This is longer than an article can be. Make two of it."))
        return body

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class AboutForm(forms.ModelForm):
    """For whom it is, and who looks after it."""

    owner = PersonField(
        label=_("Owner"), help_text=_("Reads it again in time, and hears when it did not help.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=[(role, LABELS[role]) for role in GROUPS],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language"), choices=global_settings.LANGUAGES, initial="en")
    translates = forms.CharField(
        label=_("Is a translation of"),
        required=False,
        max_length=20,
        help_text=_("The number of the other article, such as KB-12."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    class Meta:
        model = Article
        fields: ClassVar = [
            "audience", "sites", "teams", "roles", "services", "owner", "team", "review_months", "language", "translates",
        ]  # fmt: skip
        widgets: ClassVar = {
            "audience": forms.RadioSelect,
            "sites": forms.CheckboxSelectMultiple,
            "teams": forms.CheckboxSelectMultiple,
            "services": forms.CheckboxSelectMultiple,
        }
        help_texts: ClassVar = {
            "sites": _("For “only some colleagues”: whoever is at one of the sites, in one of the teams or has one of the roles."),
            "review_months": _("After so many months the owner is asked whether it is still right."),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = Audience.choices  # type: ignore[attr-defined] # without an empty one
        self.fields["services"].queryset = Service.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["team"].empty_label = _("No team")  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["seen"] = stamp(self.instance)
            other = self.instance.translates
            self.initial["translates"] = other.number if other else ""

    def clean_review_months(self) -> int:
        months: int = self.cleaned_data["review_months"]
        if not 1 <= months <= 60:
            raise ValidationError(_("Choose from 1 to 60 months."))
        return months

    def clean_translates(self) -> Article | None:
        number = self.cleaned_data["translates"].strip().upper()
        if not number:
            return None
        found: Article | None = Article.objects.filter(number=number).exclude(pk=self.instance.pk).first()
        if found is None:
            raise ValidationError(
                _("There is no other article with the number %(number)s."), params={"number": number}
            )
        root = found.translates or found
        if root == self.instance:
            raise ValidationError(_("It cannot be a translation of itself."))
        return root

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        named = any(given.get(name) for name in ("sites", "teams", "roles"))
        if given.get("audience") == Audience.LIMITED and not named:
            self.add_error("audience", _("Choose below who may read it: sites, teams or roles."))
        return given


def stamp(article: Article) -> str:
    """What somebody had before them when they began to change for whom it is."""
    return article.changed_at.isoformat()


def is_stale(article: Article, seen: str) -> bool:
    try:
        return article.changed_at != datetime.fromisoformat(seen)
    except ValueError:
        return True


class VoteForm(forms.Form):
    helped = forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda said: said == "yes",
        label=_("Did this help?"),
    )
    reason = forms.ChoiceField(
        choices=Vote.Reason.choices, required=False, label=_("What was wrong?"), widget=forms.RadioSelect
    )
    words = Words(rows=3, required=False, max_length=2000, label=_("What should it say?"))


class CommentForm(forms.Form):
    words = Words(rows=3, max_length=4000, label=_("Your comment"))


class ReasonForm(forms.Form):
    reason = Words(rows=3, max_length=2000, label=_("Why"))


class ShortReasonForm(forms.Form):
    reason = forms.CharField(max_length=240, label=_("Why"))
