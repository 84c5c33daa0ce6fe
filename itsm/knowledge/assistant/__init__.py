"""A conversation that answers from what Baton knows, always with its sources, and says so when it does not know."""
