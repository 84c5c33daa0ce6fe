"""Words as a help desk's archive has them: a few very common, thousands rare (Zipf), with real ones among them."""

from itertools import accumulate
from random import Random

from demo.script import FOLDER

VOCABULARY = 4000
SENTENCES = 30_000
TITLES = 40_000
CONSONANTS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "qu",
    "r",
    "s",
    "sh",
    "sl",
    "st",
    "t",
    "tr",
    "v",
    "w",
    "z",
]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"]


class Words:
    """Texts are put together from a pool of sentences, so that a million tickets take no more words than ten thousand."""

    def __init__(self, rng: Random, count: int) -> None:
        self.rng = rng
        self.vocabulary = vocabulary(rng)
        weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.vocabulary))))
        self.titles = [
            " ".join(rng.choices(self.vocabulary, cum_weights=weights, k=rng.randint(4, 8)))
            for _n in range(min(count, TITLES))
        ]
        self.sentences = [
            " ".join(rng.choices(self.vocabulary, cum_weights=weights, k=rng.randint(10, 30)))
            for _n in range(min(count, SENTENCES))
        ]

    def title(self) -> str:
        return self.rng.choice(self.titles).capitalize()

    def message(self) -> str:
        """Twenty to sixty words."""
        return (
            f"{self.rng.choice(self.sentences).capitalize()}. {self.rng.choice(self.sentences).capitalize()}."
        )


def vocabulary(rng: Random) -> list[str]:
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))).lower()
    real = sorted({word for word in text.split() if word.isalpha() and len(word) > 2})
    rng.shuffle(real)
    made: dict[str, None] = dict.fromkeys(real)
    while len(made) < VOCABULARY:
        made[
            "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _syllable in range(rng.randint(2, 4)))
        ] = None
    return list(made)
