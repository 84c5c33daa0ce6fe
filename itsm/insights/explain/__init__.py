"""One figure, explained: its course, what it is compared with, what moved it, what stands behind it, and it to take along."""
