"""Availability: what of the agreed time services could be used, from the records of their outages."""
