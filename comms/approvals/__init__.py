"""Asking for a yes by mail and chat: whom, in which words, and the signed page that takes one answer without a sign-in."""
