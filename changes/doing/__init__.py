"""Carrying a change out, and looking back at it."""
