"""History from ServiceNow: its audit log of incidents, one row per update, replayed as if it had happened in Baton.

log        the file: rows, times, names, what a column means
words      ServiceNow's words and ours: states, channels, impact, urgency, priority
cast       who and what the log names: people, teams, services, sites, categories
agreement  the service levels the imported clocks are measured against
acts       the verbs of an incident, in memory
replay     one incident's rows, told as acts
importing  batch by batch into the database, resumable, idempotent
report     what could not be mapped, and why
figures    measures only such a log can feed
"""
