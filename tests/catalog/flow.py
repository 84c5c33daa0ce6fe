"""Every state with every verb of the flow, and what each verb is told. Shared by the tests of the verbs and of the API."""

from typing import Any

from catalog.models import ServiceRequest

TOLD: dict[str, dict[str, Any]] = {
    "ask_approval": {},
    "approve": {},
    "decline": {"reason": "The budget of this year is spent."},
    "start": {},
    "hold": {"reason": "supplier"},
    "resume": {},
    "fulfil": {"words": "It lies on your desk, with the charger."},
    "confirm": {},
    "reopen": {"words": "The charger is missing."},
    "close": {},
    "withdraw": {},
}
PAIRS = [(status, verb) for status in ServiceRequest.Status for verb in ServiceRequest.FLOW]
ALLOWED = [(status, verb) for status, verb in PAIRS if status in ServiceRequest.FLOW[verb][0]]
REFUSED = [(status, verb) for status, verb in PAIRS if status not in ServiceRequest.FLOW[verb][0]]
