"""What every API of Baton shares: problems, pages, permissions, idempotency. Stands on the lowest floor.

Nothing is imported here: the settings name parts of this package, and REST framework reads them while it loads.
"""
