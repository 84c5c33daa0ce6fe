"""Asking colleagues how it was: one click in a mail, rarely, and without names wherever it is not about their own ticket."""
