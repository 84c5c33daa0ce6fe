"""What only Halden calls the same thing; the everyday words come with Baton."""

from demo.people import Organisation
from itsm.knowledge.models import Synonym

SAME = (
    ("order desk", "erp"),
    ("code app", "second factor"),
    ("drawing vault", "pdm"),
    ("test bench", "bench pc"),
    ("time sheet", "timesheet"),
)


def say_the_same(made: Organisation) -> None:
    by = made.demo["administrator"]
    Synonym.objects.bulk_create(Synonym(words=sorted(words), by=by) for words in SAME)
