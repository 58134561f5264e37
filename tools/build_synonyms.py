"""Builds data/understanding/synonyms.json: python -m tools.build_synonyms THESAURUS

THESAURUS is the thes_fr.dat of LibreOffice 7.5 (LGPL 2.1 or later; Debian's package mythes-fr),
36,166 words of French and their synonyms. Kept of it: the words that tell nothing in the lexicon,
or may tell one service, and whose synonyms tell it, with all their synonyms; and the words that are
near enough to one of the lexicon to be taken for its misspelling. To be run again when the lexicon
changes.
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from search.french import words
from search.understanding.forms import SYNONYMS
from search.understanding.lexicon import MAY, heard_word, lexicon, nearest_word
from search.understanding.synonyms import votes_that_count
from search.understanding.terms import nearest_word_of_a_term

SHA256 = "a28216ddcf499f377979ec1d876472a53527a6450744cd1219b4d04a3c854318"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("thesaurus", type=Path)
    content = parser.parse_args().thesaurus.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        sys.exit("This is not the thesaurus of LibreOffice 7.5")
    unsure = _unsure(_synonyms(content.decode()))
    telling = {
        min(spellings, key=lambda word: (len(word), word)): sorted(_others_than(form, spellings))
        for form, spellings in unsure.items()
        if votes_that_count(form, _others_than(form, spellings))
    }
    _write(telling, sorted(filter(_looks, unsure)))


# A word as compared → each of its spellings → their synonyms.
_Spellings = Mapping[str, set[str]]


def _synonyms(content: str) -> _Spellings:
    """Of each word, those given for it and those that it is given for."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, other in _pairs(content):
        found[word].add(other)
        found[other].add(word)
    return found


def _pairs(content: str) -> Iterator[tuple[str, str]]:
    """After the encoding, lines are a word ("miche|1"), or one sense of it ("(Nom)|pain|…")."""
    word = ""
    for line in content.splitlines()[1:]:
        first, *others = line.split("|")
        if first.startswith("("):
            yield from ((word, other.strip()) for other in others if other.strip())
        else:
            word = first


def _is_unsure(form: tuple[str, ...]) -> bool:
    """It tells nothing alone, or may tell one service; of several, others are to decide."""
    forces = lexicon().get(form, {}).values()
    return not forces or (len(forces) == 1 and max(forces) <= MAY)


def _unsure(synonyms: _Spellings) -> Mapping[str, _Spellings]:
    """The words that alone tell nothing surely in the lexicon, by what they are compared by."""
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for word, others in synonyms.items():
        form = words(word)
        if len(form) == 1 and _is_unsure(form):
            found[form[0]][word] = others
    return found


def _others_than(form: str, spellings: _Spellings) -> set[str]:
    """The synonyms of all its spellings that are compared otherwise: "bancal", "bancale"."""
    return {
        other
        for others in spellings.values()
        for other in others
        if words(other) not in ((), (form,))
    }


def _looks(form: str) -> bool:
    """Like a word of the lexicon."""
    return (form,) not in lexicon() and bool(
        nearest_word(form) or heard_word(form) or nearest_word_of_a_term(form)
    )


def _write(synonyms: Mapping[str, list[str]], others: list[str]) -> None:
    """One word a line, to be read by people too."""
    lines = ",\n".join(f"{_json(word)}: {_json(told)}" for word, told in sorted(synonyms.items()))
    text = f'{{"others": {_json(others)},\n"synonyms": {{\n{lines}\n}}}}\n'
    SYNONYMS.write_text(text, encoding="utf-8")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


if __name__ == "__main__":
    main()
