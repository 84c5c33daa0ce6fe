"""What people look for and do not find: what we should write next."""
