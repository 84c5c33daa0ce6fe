"""“@ivo.lund” in a message: who is meant. The name is the part of an e-mail address before its at sign."""

import re

from django.db.models import Q

from itsm.people.models import Person
from itsm.people.roles import DESK

# An at sign at the beginning of a word, so that an address in the text mentions nobody.
MENTION = re.compile(r"(?<![\w.@])@([\w][\w.+-]*[\w])(?:@[\w.-]+)?", re.UNICODE)
MOST = 20  # in one message: who calls everyone calls nobody


def mentioned(words: str) -> list[Person]:
    """People of the desk whom these words mention, each once."""
    names = list(dict.fromkeys(name.lower() for name in MENTION.findall(words)))[:MOST]
    if not names:
        return []
    meant = Q()
    for name in names:
        meant |= Q(email__istartswith=f"{name}@")
    return list(Person.objects.active().filter(meant, groups__name__in=DESK).distinct().order_by("pk"))
