"""The one signal by which news travels upwards, fired once per Event after its transaction has committed.

A receiver may miss it when a process dies, so it is for what may be missed, such as a live page. What must not
be lost subscribes through `itsm.tickets.outbox`.
"""

from django.dispatch import Signal

event_recorded = Signal()  # sender=Event, event=Event
