"""The folding of French words that every exact comparison rests on."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """Lower case, no accent, ligatures opened, words parted by single spaces.

    Hyphens, apostrophes and any other sign part words: "L’Œuvre-Sainte" → "l oeuvre sainte".
    """
    lowered = text.casefold().translate(_LIGATURES)
    bare = unicodedata.normalize("NFKD", lowered)
    return " ".join(_WORD.findall("".join(c for c in bare if not unicodedata.combining(c))))
