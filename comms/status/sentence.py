"""One sentence first: “One service has trouble, eleven are fine.”"""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comms.status.states import State

SPELT = 12  # beyond it, figures


def number(count: int) -> str:
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
        _("ten"), _("eleven"), _("twelve"),
    )  # fmt: skip
    return words[count] if count <= SPELT else str(count)


def sentence(states: Sequence[State]) -> str:
    """The worst first; the first part names what is counted."""
    if not states:
        return _("No service stands on this page yet.")
    counts = Counter(states)
    if counts[State.FINE] == len(states):
        words = ngettext("The service is fine.", "All %(n)s services are fine.", len(states))
        return words % {"n": number(len(states))}
    found = [state for state in sorted(State, reverse=True) if counts[state]]
    parts = [_first(found[0], counts[found[0]])]
    parts += [_more(state, counts[state]) for state in found[1:]]
    said = _(", ").join(parts)
    return f"{said[0].upper()}{said[1:]}."


def _first(state: State, count: int) -> str:
    match state:
        case State.DOWN:
            words = ngettext("%(n)s service is down", "%(n)s services are down", count)
        case State.TROUBLE:
            words = ngettext("%(n)s service has trouble", "%(n)s services have trouble", count)
        case _:
            words = ngettext("%(n)s service is being worked on", "%(n)s services are being worked on", count)
    return words % {"n": number(count)}


def _more(state: State, count: int) -> str:
    match state:
        case State.TROUBLE:
            words = ngettext("%(n)s has trouble", "%(n)s have trouble", count)
        case State.MAINTENANCE:
            words = ngettext("%(n)s is being worked on", "%(n)s are being worked on", count)
        case _:
            words = ngettext("%(n)s is fine", "%(n)s are fine", count)
    return words % {"n": number(count)}
