"""Where offerings stand in the house: their addresses, and the two sections of the editor that are always there."""

from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from catalog.offerings.address import OfferingKey
from catalog.offerings.fields import FormForm
from catalog.offerings.forms import WordsForm
from catalog.offerings.sections import Section, register_section


def add_to_house() -> None:
    register_converter(OfferingKey, "offering")
    register_section(
        Section(
            slug="words", label=_("Words"), form=WordsForm, template="catalog/offerings/words.html", order=10
        )
    )
    register_section(
        Section(slug="form", label=_("Form"), form=FormForm, template="catalog/offerings/form.html", order=20)
    )
