"""Calendar parts, in words."""


def in_words(content: bytes) -> list[str]:
    return []
