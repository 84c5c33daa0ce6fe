"""The register of improvements: proposed, started with the figure as it was, reviewed with the figure as it is."""

from comms.improvements.verbs import drop, note, propose, review, start

__all__ = ["drop", "note", "propose", "review", "start"]
