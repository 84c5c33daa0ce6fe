"""The service map: components from a file or by hand, and the picture of what stands on what."""
