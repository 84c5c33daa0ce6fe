"""An offering as people make it, and a request as somebody asks it."""

from typing import Any

from catalog.models import Category, Offering, OfferingEdition, ServiceRequest
from itsm.people.models import Person, Team

WORDS: dict[str, Any] = {
    "title": "New laptop",
    "what": "A laptop for your work, ready to use.",
    "for_whom": "Everyone who works at a desk.",
    "included": "The laptop\nA charger",
    "not_included": "Screens",
    "how_to_ask": "Fill in the form.",
    "usual_time": "Three working days",
    "hours": "Monday to Friday, 8 to 18",
    "cost": "900 euro, paid by your department",
    "keywords": "notebook, computer",
}
FORM: list[dict[str, Any]] = [
    {"key": "model", "kind": "choice", "label": "Which model", "required": True, "choices": ["Light", "Strong"]},
    {
        "key": "why", "kind": "words", "label": "Why a strong one", "required": True,
        "if": {"field": "model", "is": ["Strong"]},
    },
    {"key": "where", "kind": "text", "label": "Where do you work", "from": "site"},
]  # fmt: skip


def offering(*, by: Person, team: Team, form: Any = None, **words: Any) -> Offering:
    """Published, for everyone unless said."""
    about = {name: words.pop(name) for name in ("audience", "service", "key") if name in words}
    shelf, _made = Category.objects.get_or_create(name="Equipment")
    words = WORDS | {"form": FORM if form is None else form} | words
    made = Offering.draft(
        by=by, key=about.pop("key", "new-laptop"), title=words["title"], category=shelf, team=team, **about
    )
    edition = made.in_the_making
    edition.write(by=by, seen=0, **words)
    edition.state, edition.decided_by = OfferingEdition.State.PUBLISHED, by
    edition.save()
    edition.take_effect()
    made.refresh_from_db()
    return made


def request(
    found: Offering, *, by: Person, status: str = "", answers: Any = None, **about: Any
) -> ServiceRequest:
    """As somebody asks it; `status` forces a state for tests of the flow."""
    made = ServiceRequest.ask(
        found.edition, {"model": "Light"} if answers is None else answers, by=by, **about
    )
    if status:
        rows = ServiceRequest.objects.filter(pk=made.pk)
        rows.update(status=status, open=status not in ServiceRequest.FINISHED)
        made.refresh_from_db()
    return made
