"""The mark that says: everything in this database was made up."""

from django.db import models


class Loaded(models.Model):
    """One row once a demo organisation was loaded; only a database that has it is ever wiped."""

    seed = models.CharField(max_length=40)
    scale = models.FloatField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seed} at {self.at}"
