"""The communication contract of a change: who must know, by when, by which channel, and how many must have said so."""
