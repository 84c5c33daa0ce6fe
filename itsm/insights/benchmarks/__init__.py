"""What others publish about the same figures, with its source and year, and bands of one's own."""
