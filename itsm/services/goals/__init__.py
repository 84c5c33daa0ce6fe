"""Business goals: what the organisation wants to reach, and the services it needs for it."""
