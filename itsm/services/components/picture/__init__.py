"""The map as a picture: what is on it, where each box stands, and the drawing."""
