"""Baton's ground floor, which every process of it loads first."""

import gc

# Nearly all that a process makes while it loads stays, and nearly all that a page makes is gone with it by itself: looking
# for circles every 700 things, as Python does, was a fifth of a start.
gc.set_threshold(50_000, 20, 100)
