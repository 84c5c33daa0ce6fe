"""Where the contract stands in the house."""

from changes.contract import keeping, offers, section


def add_to_house() -> None:
    keeping.add_to_house()
    offers.add_to_registry()
    section.add_to_registry()
