"""Known errors as people meet them: pages, search, suggestions, telling, measures."""
