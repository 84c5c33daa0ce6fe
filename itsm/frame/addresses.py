"""Where a page is, by its URL's name. Menus ask on every page, and the answer is the same for as long as a process lives."""

from functools import cache

from django.urls import reverse


@cache
def address_of(url_name: str) -> str:
    return reverse(url_name)
