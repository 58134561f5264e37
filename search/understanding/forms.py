"""What French knows of words: their forms, and which are no slip of the hand.

Read from `data/understanding/french.json.gz`, which `tools/build_french_words.py` makes.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).resolve().parents[2] / "data" / "understanding" / "french.json.gz"


@dataclass(frozen=True, slots=True)
class FrenchWords:
    """`forms`: of the words of the lexicon, each form → the word it is a form of.

    `others`: words that look like one of the lexicon, and are others ("menace" is no "ménage").
    `no_places`: words that look like the name of a place, and are none ("vanne" is no "Vannes").
    """

    forms: Mapping[str, str]
    others: frozenset[str]
    no_places: frozenset[str]


@cache
def french_words() -> FrenchWords:
    content = json.loads(gzip.decompress(PATH.read_bytes()))
    others, no_places = frozenset(content["others"]), frozenset(content["no_places"])
    return FrenchWords(content["forms"], others, no_places)
