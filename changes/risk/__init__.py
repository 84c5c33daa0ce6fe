"""How much can go wrong with a change: a few questions, what Baton knows by itself, and their weights, which are data."""
