"""Every state with every verb of the flow, and what each verb is told. Shared by the tests of the verbs and of the API."""

from typing import Any

from incidents.models import Incident

TOLD: dict[str, dict[str, Any]] = {
    "start": {},
    "hold": {"reason": "supplier"},
    "resume": {},
    "resolve": {"resolution": "fixed", "words": "The server was restarted and answers again."},
    "confirm": {},
    "reopen": {"words": "It is down again since ten."},
    "close": {},
    "cancel": {"reason": "It was a drill."},
}
PAIRS = [(status, verb) for status in Incident.Status for verb in Incident.FLOW]
ALLOWED = [(status, verb) for status, verb in PAIRS if status in Incident.FLOW[verb][0]]
REFUSED = [(status, verb) for status, verb in PAIRS if status not in Incident.FLOW[verb][0]]
