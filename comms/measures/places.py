"""Where these figures stand on the overview: promises with the promises, the rest in the order in which a message travels."""

from comms.measures import avoided, contacts, landing, misread, noise, promises, telling
from itsm.insights import placing

TOLD = (
    telling.time_to_tell,
    telling.time_to_tell_detected,
    landing.delivered,
    landing.reach,
    landing.acknowledged,
    landing.understood,
    landing.clarity,
    misread.misread_before,
    misread.misread_after,
    avoided.avoided_least,
    avoided.avoided_most,
    contacts.contacts_before,
    contacts.contacts_after,
    contacts.contacts_usual,
    noise.noise,
    noise.noise_share,
)


def add_to_overview() -> None:
    placing.place("promises", promises.notice_promises_kept.key)
    placing.place("told", *(measure.key for measure in TOLD))
