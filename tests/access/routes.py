"""Every address of Baton with every method it takes, read from the URL configuration itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from catalog.tasks.acts import BY_NAME as ACTS
from itsm.tickets.verbs import _verbs
from tests.access.world import World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Routes whose address names a verb: one row for each there is.
SLUGS = sorted({verb.slug for verb in _verbs.values()})
BULK = sorted({verb.slug for verb in _verbs.values() if verb.bulk})
# Verbs that incidents do not have are asked of a ticket that has them.
OF_INCIDENTS = {slug for kind, slug in _verbs if kind in {"", "incident"}}
ASKED_OF = {slug: kind for kind, slug in _verbs if slug not in OF_INCIDENTS}
PLACES = {"request": "catalog", "problem": "problems", "change": "changes"}
EXPANDED = {
    "tickets:verb": ("verb", SLUGS),
    "tickets:bulk": ("verb", BULK),
    "tasks:act": ("act", sorted(ACTS)),
    "insights:area": ("area", ["team"]),
    "insights:figure": ("key", ["reach"]),
    "insights:figure_file": ("key", ["reach"]),
    "api:figures-detail": ("key", ["reach"]),
    "api:figures-records": ("key", ["opened"]),
    "api:figures-file": ("key", ["reach"]),
    "insights:evidence_records": ("key", ["services"]),
    "api:evidence-records-list": ("key", ["services"]),
    "frame:retention_rule": ("key", ["reads"]),
    "frame:retention_run": ("key", ["reads"]),
    "api:retention-detail": ("kind", ["reads"]),
    "api:retention-preview": ("kind", ["reads"]),
    "api:retention-runs": ("kind", ["reads"]),
    "api:retention-run": ("kind", ["reads"]),
}

# Numbers of their own, which are no ticket's.
OF_FEEDBACK = ("feedback:", "ledger:", "improvements:", "api:feedback", "api:improvements")


@dataclass(frozen=True)
class Route:
    name: str
    names: tuple[str, ...]  # the names in its address
    view: Any = field(compare=False)
    given: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        return " ".join([self.name, *(value for _name, value in self.given)])

    def address(self, world: World) -> str:
        given = dict(self.given)
        if (kind := ASKED_OF.get(given.get("verb", ""))) in PLACES:
            given |= {"place": PLACES[kind], "number": getattr(world, kind).number}
        return reverse(self.name, kwargs={n: given.get(n) or world.meaning(self.name, n) for n in self.names})

    def is_about_a_ticket(self) -> bool:
        return (
            (
                "number" in self.names
                and "articles" not in self.name
                and "known" not in self.name
                and "edition" not in self.name
                and "meetings" not in self.name
                and not self.name.startswith(OF_FEEDBACK)
            )
            or "ticket" in self.names
            or self.name in {"tickets:attachment", "tickets:thumbnail"}
            or "attachments" in self.name
        )

    def methods(self, client: Client, world: World) -> list[str]:
        """What an API view was routed for; what a page says it takes when it is asked for the impossible."""
        actions = getattr(self.view, "actions", None)
        if actions:
            taken = set(actions) & set(self.view.cls.http_method_names)
            return [method for method in METHODS if method.lower() in taken]
        answer = client.generic("BREW", self.address(world))
        allowed = answer.headers.get("Allow", "GET") if answer.status_code == 405 else "GET"
        return [method for method in METHODS if method in allowed.replace(" ", "").split(",")]


def routes(resolver: Any = None, space: str = "", names: tuple[str, ...] = ()) -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from routes(entry, inner, (*names, *names_in(entry)))
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield from expanded(Route(space + entry.name, (*names, *names_in(entry)), entry.callback))


def names_in(entry: URLPattern | URLResolver) -> tuple[str, ...]:
    return tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex)


def expanded(route: Route) -> list[Route]:
    name, values = EXPANDED.get(route.name, ("", []))
    return [Route(route.name, route.names, route.view, ((name, value),)) for value in values] or [route]
