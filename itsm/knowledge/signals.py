"""News from articles. Receivers live in apps above (comms tells the owner)."""

from django.dispatch import Signal

# A reader says that an article did not help, and why. Sent in the transaction that keeps it, which holds the article.
# vote: Vote
not_helped = Signal()
