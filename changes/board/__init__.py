"""The change advisory board at work: agenda, votes, the meeting itself, its minutes, and how long each step takes."""
