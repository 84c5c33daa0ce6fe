"""Who may ask for whom: everyone for themselves, a manager for their people, the desk for anyone."""

from itsm.people.models import Person


def may_ask_for(by: Person, requester: Person) -> bool:
    return by.pk == requester.pk or by.works_the_desk or requester.manager_id == by.pk


def asks_for_others(by: Person) -> bool:
    """Is there anybody else they could ask for?"""
    return by.works_the_desk or by.reports.filter(is_active=True).exists()
