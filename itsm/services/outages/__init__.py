"""Outage records: when a service could not be used, kept true by what is told about it, and measured in agreed hours."""
