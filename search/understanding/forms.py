"""What French knows of words: their forms, their synonyms, and which are no slip of the hand.

Read from `data/understanding/`: `french.json.gz`, which `tools/build_french_words.py` makes from a
dictionary, and `synonyms.json`, which `tools/build_synonyms.py` makes from a thesaurus.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from sys import intern

from marisa_trie import Trie

from search.french import words
from search.understanding.packed import PackedWords

FOLDER = Path(__file__).resolve().parents[2] / "data" / "understanding"
PATH, SYNONYMS = FOLDER / "french.json.gz", FOLDER / "synonyms.json"


@dataclass(frozen=True, slots=True)
class FrenchWords:
    """`forms`: of the words of the lexicon, each form → the word it is a form of.

    `others`: words that look like one of the lexicon, and are others ("menace" is no "ménage").
    `no_places`: words that look like the name of a place, and are none ("vanne" is no "Vannes").
    `synonyms`: of words that the lexicon has not, or is not sure of, each as compared → its
    synonyms as written.
    """

    forms: Mapping[str, str]
    others: Container[str]
    no_places: frozenset[str]
    synonyms: Mapping[str, Sequence[str]]


@cache
def french_words() -> FrenchWords:
    content = json.loads(gzip.decompress(PATH.read_bytes()))
    thesaurus = json.loads(SYNONYMS.read_text(encoding="utf-8"))
    forms, others = PackedWords(content["forms"]), Trie([*content["others"], *thesaurus["others"]])
    synonyms = {
        words(word)[0]: [*map(intern, said)] for word, said in thesaurus["synonyms"].items()
    }
    return FrenchWords(forms, others, frozenset(content["no_places"]), synonyms)


@cache
def names_in(file: str) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Of a list in that folder: first word → the words of each name, the longest first."""
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    names: list[str] = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    for name in sorted(map(words, names), key=len, reverse=True):
        found[name[0]].append(name)
    return dict(found)
