"""Pipelines as they are set up: a key for the address, and a secret that is shown once."""

from django.utils.text import slugify

from changes.models import Pipeline
from itsm.frame import signed
from itsm.frame.secrets import seal

LONGEST = 40


def new_secret(pipeline: Pipeline) -> str:
    """Shown to whoever asked, and never again; the old one signs nothing any more."""
    secret = signed.new_secret()
    pipeline.secret = seal(secret)
    pipeline.key = pipeline.key or free_key(pipeline.name)
    pipeline.save()
    return secret


def free_key(name: str) -> str:
    start = slugify(name)[: LONGEST - 8].strip("-") or "pipeline"
    taken = {"new", *Pipeline.objects.filter(key__startswith=start).values_list("key", flat=True)}
    return next(key for n in range(len(taken) + 1) if (key := f"{start}-{n}" if n else start) not in taken)
