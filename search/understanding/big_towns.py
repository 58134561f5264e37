"""Places that everybody knows, spelt by ear at the end of a text: "nettoyage Lile", "Vandé"."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from domain.geography import Place, gazetteer
from domain.text import fold
from search.understanding.forms import french_words
from search.understanding.lexicon import known_words
from search.understanding.sounds import SHORTEST_BEGUN, sound_of, whole_sound_of
from search.understanding.words import Run, Word, words_of

_BIG = 50_000  # inhabitants
_LONGEST = 4  # words of a name: "Boulogne sur Mer"
_SHORTEST = 4  # letters
_FARTHEST = 2  # letters apart, of a name that is not short
_SHORT = 4  # letters: "mède" is no Metz
_LONG = 9  # letters of a word that may sound otherwise: "monpelier"


def town_heard(words: Sequence[Word]) -> tuple[Run, Place] | None:
    """The big town whose name the text ends with, but for a slip or two; the longest name."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        first, run = len(words) - size, words[-size:]
        is_plain = not any(word.is_apart or word.is_vague or word.is_distance for word in run)
        if not is_plain or _ends_a_word(words, first):
            continue
        if town := _nearest(" ".join(word.surface for word in run)):
            return (first, len(words)), town
    return None


def place_heard(text: str) -> Place | None:
    """The one that the whole text names so."""
    words = words_of(text)
    found = town_heard(words)
    return found[1] if found and found[0] == (0, len(words)) else None


def _ends_a_word(words: Sequence[Word], first: int) -> bool:
    """ "Archi’Mède"; not "d’Angers"."""
    return words[first].is_joined and first > 0 and len(words[first - 1].surface) > 1


def are_strange(run: Sequence[Word], town: Place) -> bool:
    """Whether some word is neither one of ours nor one of French that is near: "renne", "lion".

    What is but a plural of the town's name is none of ours: "Grenobles", for nuts "de Grenoble".
    """
    names = fold(town.name).split()
    return any(
        not (
            word.is_stop or _is_known(word.surface) or (word.form != name and _is_known(word.form))
        )
        for word, name in zip(run, names, strict=True)
    )


def _is_known(form: str) -> bool:
    french = french_words()
    known = (french.forms, french.others, french.no_places, french.synonyms)
    return form in known_words() or any(form in words for words in known)


def towns_sounding(said: str) -> list[Place]:
    """Those whose name begins by the same sound, as one types: "bordo"."""
    sound = whole_sound_of(fold(said))
    if len(sound) < SHORTEST_BEGUN:
        return []
    return [town for name, town in _by_sound() if name.startswith(sound)]


@lru_cache(maxsize=4096)
def _nearest(said: str) -> Place | None:
    words = said.split()
    near = [
        (sum(map(OSA.distance, words, name)), not _sounds_as(words, name), place)
        for name, place in _by_initials().get(_initials(words), ())
        if all(map(_is_meant, words, name))
    ]
    likely = (one for one in near if one[2].level == "commune" or not one[1])
    distance, _, place = min(likely, key=lambda found: found[:2], default=(0, False, None))
    return place if distance else None


def _sounds_as(words: Sequence[str], name: Sequence[str]) -> bool:
    """With the end of each word, as a département must: "vandé" is Vendée rather than Vannes."""
    return list(map(whole_sound_of, words)) == list(map(whole_sound_of, name))


def _is_meant(said: str, name: str) -> bool:
    if said == name:
        return True
    farthest = 1 if len(name) <= _SHORT else _FARTHEST
    if len(said) < _SHORTEST or OSA.distance(said, name) > farthest:
        return False
    return len(said) >= _LONG or sound_of(said) == sound_of(name)


@cache
def _by_initials() -> Mapping[str, list[tuple[list[str], Place]]]:
    """Names, word by word, by the first letter of each word, which is right."""
    found: defaultdict[str, list[tuple[list[str], Place]]] = defaultdict(list)
    for place in _known():
        name = fold(place.name).split()
        found[_initials(name)].append((name, place))
    return dict(found)


@cache
def _by_sound() -> list[tuple[str, Place]]:
    """Of big towns, the most populous first."""
    towns = sorted(_towns(), key=lambda town: -town.population)
    return [(whole_sound_of(fold(town.name)), town) for town in towns]


def _known() -> Iterator[Place]:
    """Big towns and départements."""
    places = gazetteer()
    yield from _towns()
    yield from filter(None, map(places.departement, places.all_of("departement")))


def _towns() -> Iterator[Place]:
    places = gazetteer()
    for code, people in zip(places.codes, places.populations, strict=True):
        if people >= _BIG and (town := places.place("commune", code)):
            yield town


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)
