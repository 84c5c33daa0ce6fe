"""What every list of a form offers first."""

import pytest
from django import forms

from itsm.people.models import Team

pytestmark = pytest.mark.django_db


class Wanted(forms.Form):
    must = forms.ModelChoiceField(Team.objects.all())
    may = forms.ModelChoiceField(Team.objects.all(), required=False)
    named = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="No team")


@pytest.mark.parametrize(("name", "first"), [("must", "choose one"), ("may", "none"), ("named", "No team")])
def test_a_list_begins_with_words_not_with_dashes(team, name, first):
    drawn = str(Wanted()[name])
    assert f'<option value="" selected>{first}</option>' in drawn
    assert f'<option value="{team.pk}">Service desk</option>' in drawn
