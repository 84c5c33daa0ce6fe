"""What keeps coming back: alike incidents of one service, found by what is rare in their words, proposed as a problem."""
