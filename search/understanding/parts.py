"""Parts of the country that are several places, of which a search is of one: "petite couronne"."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from domain.geography import Place
from search.french import STOP_WORDS, tokens
from search.understanding.arrondissements import arrondissements_in
from search.understanding.forms import FOLDER
from search.understanding.places import place_at
from search.understanding.words import Run, Word, words_of

_OF = frozenset({"de", "d", "des", "en"})


def parts_in(words: Sequence[Word]) -> Iterator[tuple[Run, tuple[Place, ...]]]:
    """Runs of words that name one, and the places that it is made of; the longest names."""
    found = dict(_named(words))
    for run, places in found.items():
        if not any(run != other and _holds(other, run) for other in found):
            yield run, places


def _holds(run: Run, other: Run) -> bool:
    """ "Sud-ouest de la France" is no "ouest de la France"."""
    return run[0] <= other[0] and other[1] <= run[1]


def _named(words: Sequence[Word]) -> Iterator[tuple[Run, tuple[Place, ...]]]:
    told = [at for at, word in enumerate(words) if not word.is_stop]
    for start, at in enumerate(told):
        for form, places in _parts().get(words[at].surface, ()):
            run = told[start : start + len(form)]
            is_named = tuple(words[position].surface for position in run) == form
            if is_named and not _is_of_something(words, run[-1] + 1):
                yield (run[0], run[-1] + 1), tuple(filter(None, map(place_at, places)))


def part_called(text: str) -> tuple[Place, ...]:
    """The places of the one that the whole text names, or those of an arrondissement whose town is
    not said; () when it names none.
    """
    words = words_of(text)
    for (first, last), places in (*parts_in(words), *arrondissements_in(words)):
        if all(word.says_nothing for word in (*words[:first], *words[last:])):
            return places
    return ()


def _is_of_something(words: Sequence[Word], after: int) -> bool:
    """ "Grande couronne de Noël" is none; "de Paris" says where."""
    match words[after : after + 2]:
        case [of, what]:
            return of.surface in _OF and what.surface != "paris"
    return False


@cache
def _parts() -> Mapping[str, Sequence[tuple[tuple[str, ...], Sequence[str]]]]:
    """First word → the words of each name but the small ones, as they are written, without
    accents, and its places.
    """
    content: dict[str, list[str]] = json.loads((FOLDER / "parts.json").read_text(encoding="utf-8"))
    found: defaultdict[str, list[tuple[tuple[str, ...], Sequence[str]]]] = defaultdict(list)
    for name, places in content.items():
        form = tuple(t.surface for t in tokens(name) if t.surface not in STOP_WORDS)
        found[form[0]].append((form, places))
    return dict(found)
