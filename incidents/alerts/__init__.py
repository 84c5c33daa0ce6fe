"""Alerts of monitoring systems: kept as they come, understood in batches, and made into few incidents."""
