"""News from the policy. Receivers live in apps above (itsm.tickets gives running clocks their new target)."""

from django.dispatch import Signal

# Sent after commit, once per amendment, however many rows it wrote.
# before: Mapping[int, WorkingHours], the hours of every calendar as they were, so that a running clock can carry forward
# what it worked under them (see clockwork, "carry").
policy_changed = Signal()
