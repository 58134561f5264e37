"""Places that people know, named with a slip of the hand: "Chollet", "Clermnt-Ferrand"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.geography import FORMER_REGIONS, LARGE_TOWN, Commune, gazetteer
from domain.text import fold
from search.spelling import ONE_TYPO_LENGTH, TWO_TYPOS_LENGTH
from search.understanding.forms import french_words
from search.understanding.words import SMALL_WORDS

KNOWN = 5_000  # inhabitants of a commune that people outside may name


@lru_cache(maxsize=4096)
def place_meant(said: str) -> str | None:
    """The name of a place that `said`, folded, is one or two typos away from, or that it writes in
    one word, if any: "lehavre".
    """
    if said in french_words().no_places:
        return None
    return _in_one_word().get(said) or nearest_place(said)


def nearest_place(said: str) -> str | None:
    """The same, whatever else `said` may mean. Its first letter is right."""
    near = _typos(said) and process.extractOne(
        said, _by_letter().get(said[:1], ()), scorer=OSA.distance, score_cutoff=_typos(said)
    )
    return near[0] if near and _is_word_by_word(said, near[0]) else None


def _typos(said: str) -> int:
    """Fewer than in other words: more names are near each other."""
    return (len(said) > ONE_TYPO_LENGTH) + (len(said) > TWO_TYPOS_LENGTH)


def _is_word_by_word(said: str, name: str) -> bool:
    """ "Grand Ouest" is no "Grand Est"."""
    words, meant = said.split(), name.split()
    return len(words) == len(meant) and all(
        OSA.distance(*pair) <= _typos(pair[0]) for pair in zip(words, meant, strict=True)
    )


@cache
def _in_one_word() -> Mapping[str, str]:
    names = (name for several in _by_letter().values() for name in several if " " in name)
    joined = {name.replace(" ", ""): name for name in names}
    return {word: name for word, name in joined.items() if len(word) > ONE_TYPO_LENGTH}


@cache
def _by_letter() -> Mapping[str, list[str]]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(set(map(fold, _names()))):
        names[name[:1]].append(name)
    return dict(names)


def _names() -> Iterator[str]:
    places = gazetteer()
    yield from (commune.name for commune in _communes(KNOWN))
    yield from filter(None, map(_short_name, _communes(LARGE_TOWN)))
    wide = [places.departement(code) for code in places.all_of("departement")]
    wide += [places.place("region", code) for code in places.all_of("region")]
    yield from (place.name for place in wide if place)
    yield from (region.name for region in FORMER_REGIONS.values())


def _communes(least: int) -> Iterator[Commune]:
    """Of so many inhabitants."""
    places = gazetteer()
    for code, people in zip(places.codes, places.populations, strict=True):
        if people >= least and (commune := places.commune(code)):
            yield commune


def _short_name(town: Commune) -> str | None:
    """The "Cherbourg" of Cherbourg-en-Cotentin; None where it is another's."""
    first, *rest = fold(town.name).split()
    short = " ".join((first, *takewhile(lambda word: word not in SMALL_WORDS, rest)))
    named = gazetteer().named(short, limit=1)
    return short if any(place.code == town.code_insee for place in named) else None
