"""Whatever is typed, it is understood without an error, and so is what a chip leaves of it."""

import random
from collections.abc import Callable

import pytest

from search.understanding import trimmed, understand

TEXTS = 300
PIECES = """
    le la les l’ d’ de du des un une à au aux en dans par pour sur vers chez et ou ni mais pas sans
    sauf hors que autre ailleurs surtout non plus moins km m nord sud est ouest 10 75 30 m² % € - ,
    ; : / ( ) . ! ? « » " & + ESAT EA Lyon Paris nettoyage vitres bio 69003 2A L2113-12 90910000-9
    81.21Z XX 1h30 trente kilomètres près moi petite couronne Antilles coopérative lot 2 marché
"""


def typed(rng: random.Random) -> str:
    pieces = rng.choices(PIECES.split(), k=rng.randint(1, 14))
    return rng.choice([" ", " ", "", ", "]).join(pieces)


def strange(rng: random.Random) -> str:
    """Signs, accents apart, private and wide letters."""
    of = [(0, 0x24F), (0x300, 0x36F), (0x2000, 0x206F), (0x1F300, 0x1F6FF), (0xFB00, 0xFB06)]
    ends = (rng.choice([*of, (0xFFFC, 0xFFFC)]) for _ in range(rng.randint(1, 60)))
    return "".join(chr(rng.randint(*one)) for one in ends)


@pytest.mark.parametrize("kind", [typed, strange])
def test_it_works(kind: Callable[[random.Random], str]) -> None:
    rng = random.Random(7)
    for text in (kind(rng) for _ in range(TEXTS)):
        understood = understand(text)
        for mention in understood.mentions:
            assert all(0 <= start < end <= len(text) for start, end in mention.spans), text
            understand(trimmed(understood.without_need(mention)))  # as its chip does
