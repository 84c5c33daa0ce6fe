"""`manage.py demo` and the databases it does not touch."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from demo.management.commands.demo import Command
from demo.models import Loaded
from itsm.people.models import Person
from tests import emptying
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


@pytest.mark.django_db(transaction=True)
def test_a_demo_begun_again_finds_what_migrations_wrote():
    """The tables that were not empty on the first day, which `emptying` keeps a copy of."""
    PersonFactory()
    Loaded.objects.create(seed="any", scale=1, at=timezone.now())
    Command().wipe(sure=True)
    first = counts(emptying.KEPT)
    assert {name: n for name, n in counts("public").items() if n} == first


def counts(schema: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [schema])
        names = [name for (name,) in cursor.fetchall() if name in emptying.tables()]
        found = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{schema}"."{name}"')
            found[name] = cursor.fetchone()[0]
    return found
