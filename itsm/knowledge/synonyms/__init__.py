"""Words that mean the same here: who looks for one finds the others."""
