"""The sponsors' briefing: one page a month from data, edited by a person, sent by mail, read and decided without a sign-in."""
