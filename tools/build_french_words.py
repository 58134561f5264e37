"""Builds data/understanding/french.json.gz: python -m tools.build_french_words WHEEL

WHEEL is that of simplemma 2.0.0 (MIT), whose French dictionary gives 249,548 forms and their
lemmas. Kept of it: the forms of the lexicon's words, and the other words that are near enough to
one of them, or to the name of a place, to be taken for its misspelling. To be run again when the
lexicon changes.
"""

import argparse
import gzip
import hashlib
import json
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from domain.text import fold
from search.french_endings import fold_ending
from search.understanding.forms import PATH
from search.understanding.heard import half_meant
from search.understanding.lexicon import heard_word, lexicon, nearest_word, word_badly_begun
from search.understanding.mistyped import nearest_place
from search.understanding.terms import nearest_word_of_a_term

MODULE = "simplemma.strategies.dictionaries.dictionary_factory"
SHA256 = "db33b15f5aed6485a748ce34d1f510ca760af2633289ab9a8493e2afa785c352"


_NEAR = (nearest_word, heard_word, word_badly_begun, nearest_word_of_a_term, half_meant)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    wheel = parser.parse_args().wheel
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA256:
        sys.exit(f"{wheel} is not the wheel of simplemma 2.0.0")
    lemmas = dict(_lemmas(wheel))
    alone = {term[0] for term in lexicon() if len(term) == 1}
    forms = {form: lemma for form, lemma in lemmas.items() if lemma in alone and form not in alone}
    others = {
        form
        for form in lemmas
        if form not in alone and form not in forms and any(near(form) for near in _NEAR)
    }
    surfaces = {fold(form.decode()) for form in _dictionary(wheel)}
    no_places = {word for word in surfaces if word.isalpha() and _is_near_a_place(word)}
    _write({"forms": forms, "others": sorted(others), "no_places": sorted(no_places)})


def _is_near_a_place(word: str) -> bool:
    """And not one: dictionaries hold the names of towns too."""
    return nearest_place(word) not in (None, word)


def _lemmas(wheel: Path) -> Iterator[tuple[str, str]]:
    """Each form and its lemma, as the lexicon compares words."""
    for form, lemma in _dictionary(wheel).items():
        folded, base = fold(form.decode()), fold(lemma.decode())
        if folded.isalpha() and base.isalpha():
            yield fold_ending(folded), fold_ending(base)


@cache
def _dictionary(wheel: Path) -> Mapping[bytes, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as content:
            content.extractall(folder)
        sys.path.insert(0, folder)
        read: Mapping[bytes, bytes] = import_module(MODULE)._load_dictionary_from_disk("fr")
        return read


def _write(content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with gzip.GzipFile(PATH, "wb", mtime=0) as file:
        file.write(text.encode())


if __name__ == "__main__":
    main()
