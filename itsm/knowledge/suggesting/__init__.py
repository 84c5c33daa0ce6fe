"""What Baton proposes on a ticket: tickets like it, articles, offerings, category, service and team; and what became of it."""
