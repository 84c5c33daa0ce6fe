"""Asking by mail whether a way round works: three links, and the signed page on which one press answers."""
