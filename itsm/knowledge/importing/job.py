"""An import that was uploaded: the archive between the two steps, and how far it is. For its uploader alone."""

import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError
from django.utils.translation import gettext as _

from itsm.knowledge.importing import report
from itsm.knowledge.importing.carry import carry_out
from itsm.knowledge.importing.folder import of_archive
from itsm.knowledge.importing.plan import Options, Plan, plan
from itsm.people.models import Person
from itsm.tickets.errors import Refused

KEPT_FOR = 3600  # seconds
LARGEST = 64 * 1024 * 1024
LOOKED_AT, RUNNING, DONE, FAILED = "looked_at", "running", "done", "failed"


@dataclass(frozen=True)
class Job:
    key: str
    by: int
    name: str
    file: str
    options: dict[str, Any]
    state: str = LOOKED_AT
    done: int = 0
    of: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)  # file, reason
    remarks: list[dict[str, Any]] = field(default_factory=list)  # by reason
    problem: str = ""

    def keep(self, **changes: Any) -> "Job":
        job = replace(self, **changes)
        cache.set(address(job.key, job.by), asdict(job), KEPT_FOR)
        return job

    def is_at(self, done: int, of: int) -> None:
        self.keep(done=done, of=of)

    def plan(self, by: Person) -> Plan:
        with default_storage.open(self.file) as file:
            return plan(of_archive(file.read()), Options(**self.options), by=by)

    def told(self, made: Plan) -> "Job":
        return self.keep(
            counts=report.counts(made),
            left_out=[(failure.path, failure.reason) for failure in made.left_out],
            remarks=[asdict(one) for one in report.alike(made.remarks)],
        )

    @property
    def is_over(self) -> bool:
        return self.state in {DONE, FAILED}

    @property
    def does_something(self) -> bool:
        return bool(self.counts.get("new") or self.counts.get("changed"))


def address(key: str, by: int) -> str:
    return f"article-import:{by}:{key}"


def begin(name: str, data: bytes, options: Options, *, by: Person) -> Job:
    """Look at it and keep it. Unreadable says what is wrong with the whole."""
    made = plan(of_archive(data), options, by=by)
    key = secrets.token_urlsafe(16)
    file = default_storage.save(f"imports/{key}", ContentFile(data))
    return Job(key=key, by=by.pk, name=name[:200], file=file, options=asdict(options)).told(made)


def find(key: str, *, by: Person) -> Job | None:
    kept = cache.get(address(key, by.pk))
    return Job(**kept) if kept else None


def apply(job: Job) -> Job:
    """The second press finds it running. Who starts it is decided by the cache, which lets one in."""
    if job.state != LOOKED_AT or not cache.add(f"{address(job.key, job.by)}:begun", 1, KEPT_FOR):
        raise Refused(_("This import was started already."))
    return job.keep(state=RUNNING)


def run(key: str, by: int) -> None:
    """In the worker. Twice is the same as once: what was written is unchanged the second time."""
    person = Person.objects.get(pk=by)
    job = find(key, by=person)
    if job is None or job.state != RUNNING:
        return
    try:
        made = job.plan(person)
        of = len(made.new) + len(made.changed)
        carry_out(made, by=person, step=job.is_at)
    except IntegrityError:
        job.keep(
            state=FAILED,
            problem=_("Somebody else imported the same meanwhile. Nothing was written; look again."),
        )
    except Exception:
        job.keep(state=FAILED, problem=_("Something went wrong on our side. Nothing was written."))
        raise
    else:
        job.told(made).keep(state=DONE, done=of, of=of)
    finally:
        default_storage.delete(job.file)
