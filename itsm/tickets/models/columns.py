"""Columns the database computes."""

from django.db import models


class Computed(models.GeneratedField):
    """Not asked back after a write: nobody reads a search column, and the others are read with the next query."""

    db_returning = False  # type: ignore[assignment]
