"""Parts of the country that are several places, of which a search is of one: "petite couronne"."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from domain.geography import Place
from search.french import words as normalised
from search.understanding.forms import FOLDER
from search.understanding.places import place_at
from search.understanding.words import Word

Run = tuple[int, int]  # of words, the last excluded


def parts_in(words: Sequence[Word]) -> Iterator[tuple[Run, tuple[Place, ...]]]:
    """Runs of words that name one, and the places that it is made of."""
    told = [at for at, word in enumerate(words) if not word.is_stop]
    for start in range(len(told)):
        for form, places in _parts().items():
            run = told[start : start + len(form)]
            if tuple(words[at].form for at in run) == form:
                yield (run[0], run[-1] + 1), tuple(filter(None, map(place_at, places)))


@cache
def _parts() -> Mapping[tuple[str, ...], Sequence[str]]:
    content: dict[str, list[str]] = json.loads((FOLDER / "parts.json").read_text(encoding="utf-8"))
    return {normalised(name): places for name, places in content.items()}
