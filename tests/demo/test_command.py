"""`manage.py demo` and the databases it does not touch."""

import pytest
from django.core.management import CommandError, call_command

from itsm.people.models import Person
from tests.factories import PersonFactory


@pytest.mark.django_db
class TestADatabaseWithRealPeople:
    def test_is_not_loaded_into(self):
        PersonFactory()
        with pytest.raises(CommandError, match="they are real"):
            call_command("demo")

    def test_is_never_wiped(self):
        PersonFactory()
        with pytest.raises(CommandError, match="no demo database"):
            call_command("demo", "--again", "--yes")
        assert Person.objects.count() == 1
