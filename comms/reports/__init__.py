"""Dashboards by mail: on a schedule, as figures in words and a page that reads without a sign-in."""
