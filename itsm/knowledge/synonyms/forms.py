"""What is typed about words that mean the same."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.knowledge.models import Synonym
from itsm.knowledge.question import PHRASE
from itsm.people.models import Person

LONGEST, MOST = 60, 20


def check_words(given: Iterable[str]) -> list[str]:
    """As they are kept: in lower case, each once; for the page and the API."""
    words = list(dict.fromkeys(" ".join(word.lower().split()) for word in given if word.strip()))
    if len(words) < 2:
        raise ValidationError(_("Two words at least: one alone means the same as nothing."))
    if len(words) > MOST:
        raise ValidationError(
            _("At most %(most)d words. Split them up by what they mean."), params={"most": MOST}
        )
    for word in words:
        if len(word) > LONGEST or len(word.split()) > PHRASE:
            message = _("“%(word)s” is too long: at most %(most)d words in a row.")
            raise ValidationError(message, params={"word": word, "most": PHRASE})
    return words


class SynonymForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=1000,
        widget=forms.TextInput(attrs={"autocapitalize": "off", "dir": "auto"}),
        help_text=gettext_lazy("With commas between them: laptop, notebook, portable computer."),
    )

    def clean_words(self) -> list[str]:
        return check_words(self.cleaned_data["words"].split(","))

    def keep(self, synonym: Synonym, *, by: Person) -> Synonym:
        synonym.words, synonym.by, synonym.at = self.cleaned_data["words"], by, timezone.now()
        synonym.save()
        return synonym
