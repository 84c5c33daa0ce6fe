"""Two months of searches, found and in vain, and what agents made of what Baton suggested."""

from datetime import timedelta
from random import Random

from catalog.models import Offering
from demo.history import World
from incidents.models import Incident
from itsm.knowledge.models import Asked, Suggestion

DAYS = 60
FOUND = (
    ("new laptop", 34), ("vpn slow from home", 21), ("password", 41), ("cannot print", 26), ("shared mailbox", 12),
    ("headset", 15), ("meeting room screen", 11), ("new colleague", 9), ("someone left", 5), ("software", 18),
    ("phone", 13), ("wifi", 19), ("access to folder", 16), ("restore a file", 8), ("expenses", 10), ("monitor", 12),
)  # fmt: skip
IN_VAIN = (
    ("parking permit", 9), ("standing desk", 7), ("coffee machine", 5), ("train ticket", 4), ("esim abroad", 6),
    ("mouse for left hand", 3), ("whiteboard pens", 2), ("translation of a contract", 2), ("fax", 1),
)  # fmt: skip
OPENED = 0.62  # of those who found something went to one of the hits
SUGGESTED, TAKEN = 90, 0.81


def search_and_suggest(world: World) -> None:
    rng = Random(f"{world.seed}:searches")  # noqa: S311 - made-up searches
    offerings = [(title.lower(), f"/portal/catalog/{key}/") for title, key in titles()]
    Asked.objects.bulk_create(
        Asked(
            words=words,
            place=Asked.Place.PORTAL if rng.random() < 0.85 else Asked.Place.DESK,
            by=rng.choice(world.made.colleagues),
            at=world.now - timedelta(days=DAYS * rng.random() ** 1.3),
            hits=hits * rng.randint(1, 6),
            opened=opened(words, offerings) if hits and rng.random() < OPENED else "",
        )
        for hits, searches in ((1, FOUND), (0, IN_VAIN))
        for words, times in searches
        for _n in range(times)
    )
    suggested(world, rng)


def titles() -> list[tuple[str, str]]:
    return list(Offering.objects.published().order_by("key").values_list("title", "key"))


def opened(words: str, offerings: list[tuple[str, str]]) -> str:
    """The first offering that says one of the words."""
    return next((to for title, to in offerings if any(word in title for word in words.split())), "")


def suggested(world: World, rng: Random) -> None:
    """Categories that were proposed on tickets of the last weeks, and what agents decided."""
    rows = Incident.objects.filter(open=False, restricted=False).exclude(category=None).exclude(assignee=None)
    for ticket in rows.select_related("category").order_by("-opened_at")[:SUGGESTED]:
        taken = rng.random() < TAKEN
        Suggestion.objects.create(
            ticket_id=ticket.pk, what="category", value=str(ticket.category_id), label=ticket.category.name,
            because=", ".join(ticket.title.lower().split()[:3]), score=0.8 + 0.19 * rng.random(),
            state=Suggestion.State.TAKEN if taken else Suggestion.State.DISMISSED,
            at=ticket.opened_at + timedelta(minutes=2), decided_by_id=ticket.assignee_id,
            decided_at=ticket.opened_at + timedelta(minutes=rng.randint(3, 40)),
        )  # fmt: skip
