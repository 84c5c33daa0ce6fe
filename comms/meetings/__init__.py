"""Service reviews, check-ins and stand-ups: an agenda from figures, decisions that keep them, actions with a name and a day."""
