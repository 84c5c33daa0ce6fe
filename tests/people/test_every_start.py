"""Every role's start page opens, whoever they are: in no team, with nothing to do."""

import pytest

from itsm.people import roles
from tests.factories import PersonFactory


@pytest.mark.parametrize("role", [[], *[[role] for role in roles.GROUPS]])
def test_the_start_page_of_a_newcomer_opens(signed_in, db, role):
    assert signed_in(PersonFactory(roles=role)).get("/", follow=True).status_code == 200
