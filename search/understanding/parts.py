"""Parts of the country that are several places, of which a search is of one: "petite couronne"."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from domain.geography import Place
from search.french import STOP_WORDS, tokens
from search.understanding.forms import FOLDER
from search.understanding.places import place_at
from search.understanding.words import Word

_OF = frozenset({"de", "d", "des", "en"})
Run = tuple[int, int]  # of words, the last excluded


def parts_in(words: Sequence[Word]) -> Iterator[tuple[Run, tuple[Place, ...]]]:
    """Runs of words that name one, and the places that it is made of."""
    told = [at for at, word in enumerate(words) if not word.is_stop]
    for start in range(len(told)):
        for form, places in _parts().items():
            run = told[start : start + len(form)]
            is_named = tuple(words[at].surface for at in run) == form
            if is_named and not _is_of_something(words, run[-1] + 1):
                yield (run[0], run[-1] + 1), tuple(filter(None, map(place_at, places)))


def _is_of_something(words: Sequence[Word], after: int) -> bool:
    """ "Grande couronne de Noël" is none; "de Paris" says where."""
    match words[after : after + 2]:
        case [of, what]:
            return of.surface in _OF and what.surface != "paris"
    return False


@cache
def _parts() -> Mapping[tuple[str, ...], Sequence[str]]:
    """The words of each name but the small ones, as they are written, without accents."""
    content: dict[str, list[str]] = json.loads((FOLDER / "parts.json").read_text(encoding="utf-8"))
    return {
        tuple(token.surface for token in tokens(name) if token.surface not in STOP_WORDS): places
        for name, places in content.items()
    }
