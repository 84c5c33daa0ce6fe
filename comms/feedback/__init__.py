"""What colleagues told us, from the first word to what came of it. `hear` takes it in, wherever it was said."""

from comms.feedback.verbs import answer, decline, finish, give, hear, plan, rate_again, say, sort, tell_all

__all__ = ["answer", "decline", "finish", "give", "hear", "plan", "rate_again", "say", "sort", "tell_all"]
