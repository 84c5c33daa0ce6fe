"""What a mail says, without the history it quotes and without its signature."""


def trimmed(text: str) -> str:
    return text
