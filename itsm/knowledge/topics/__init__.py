"""What suddenly many write about."""
