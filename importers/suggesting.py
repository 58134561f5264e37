"""What words that match nothing may mean: proposals for a person, never applied."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from domain.geography import gazetteer
from domain.taxonomy import SUGGESTION_CUTOFF, derived, taxonomy
from domain.text import fold
from domain.words import without_plurals
from importers.wording import (
    LONGEST_WORDING,
    REMEMBERED,
    by_gist,
    by_itself,
    gist,
    labels,
    wordings,
)

MOST_SUGGESTIONS = 3
_NEAR_CUTOFF = 87  # « culture » is not « couture »
_TOKENS_CUTOFF = 88
_AROUND = re.compile(r"\b(?:alentours?|autour|environs|voisin(?:e?s)|proximite|peripherie)\b")
# Any trade may be said so: « travaux paysagers ».
_BEGINS_BROADLY = re.compile(
    r"^(?:travaux|prestations?|services?|activites?|metiers?)(?: (?:de la|des?|du|d|l|en))? "
)
_SHORTEST = 4  # letters of a wording that may be found inside other words


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A meaning ("service:repassage") and its label; `words`, how else it is said, tells why."""

    meaning: str
    label: str
    words: str = ""


@derived(REMEMBERED)
def hint(field: str, words: str) -> str | None:
    """The same in a sentence; of a coverage, how to write it."""
    if len(words) > LONGEST_WORDING:
        return None
    if field == "zone":
        return _hint_of_place(words)
    near = " ou ".join(f"« {suggestion.label} »" for suggestion in suggestions(field, words))
    if _senses(field, words):
        return f"« {words} » a plusieurs sens : {near}"
    return f"pour « {words} », vouliez-vous dire {near} ?" if near else None


def _hint_of_place(words: str) -> str:
    if _AROUND.search(fold(words)):
        return "dire jusqu’où, en km autour de l’adresse de la structure : « 30 km »"
    if any(letter.isdigit() for letter in words):
        return "un rayon se dit en km autour de l’adresse de la structure, un lieu par son nom"
    near = next(iter(gazetteer().find(words, limit=1)), None)
    if near is None or fuzz.ratio(fold(words), fold(near.name)) < SUGGESTION_CUTOFF:
        return "donner communes, départements, régions, « France entière » ou un rayon en km"
    label = near.label.replace("'", "’")
    return f"écrire « {label} » si c’est ce lieu ; sinon, le département ou la région"


Found = tuple[str, str]  # a meaning, and a folded wording of it


@derived(REMEMBERED)
def suggestions(field: str, words: str) -> tuple[Suggestion, ...]:
    """At most three, the likeliest first; the field's own meanings before the others'."""
    words = by_itself(words)
    folded = fold(words)
    if not folded or len(words) > LONGEST_WORDING:
        return ()
    if senses := _senses(field, words):
        return tuple(Suggestion(meaning, labels()[meaning]) for meaning in senses)
    found: dict[str, str] = {}
    for meaning, known in _found(field, folded):
        found.setdefault(meaning, known)
        if len(found) == MOST_SUGGESTIONS:
            break
    return tuple(_suggestion(field, meaning, known) for meaning, known in found.items())


def _senses(field: str, words: str) -> tuple[str, ...]:
    """The meanings of words that have several, which are then all that they may mean."""
    meanings = by_gist(field).get(gist(words), ())
    return meanings[:MOST_SUGGESTIONS] if len(meanings) > 1 else ()


def _suggestion(field: str, meaning: str, known: str) -> Suggestion:
    label = labels()[meaning]
    is_in_label = known in fold(label)
    return Suggestion(meaning, label, "" if is_in_label else _as_written(field).get(known, ""))


def _found(field: str, folded: str) -> Iterator[Found]:
    own = _wordings(field)
    several = [(f"service:{service.id}", folded) for service in taxonomy().services_for(folded)]
    yield from _begun(field, folded)
    said = _inside(folded, own)
    yield from (found for found in said if found[1] not in taxonomy().broad)
    yield from _near(folded, own)
    yield from _jumbled(field, folded)
    yield from said  # broad words say little among others
    yield from several
    yield from _near(folded, _wordings("any"))
    if _BEGINS_BROADLY.match(folded):
        yield from _saying(field, _BEGINS_BROADLY.sub("", folded))


def _begun(field: str, folded: str) -> list[Found]:
    """Those whose wording begins so: labels first, which say what is meant before anything."""
    begins, known_as = f"{gist(folded)} ", _wordings(field)
    begun = [(known_as[w], w) for w, known in _gists(field).items() if known.startswith(begins)]
    return sorted(begun, key=lambda found: found[1] != fold(labels()[found[0]]))


def _inside(folded: str, known_as: Mapping[str, str]) -> list[Found]:
    """Those whose wording is said whole among other words, the longest first."""
    ways = (folded, without_plurals(folded))
    parts = dict.fromkeys(part for way in ways for part in _runs(way.split()))
    said = [part for part in parts if part in known_as and len(part) >= _SHORTEST]
    return [(known_as[known], known) for known in sorted(said, key=len, reverse=True)]


def _runs(words: list[str]) -> Iterator[str]:
    """Words that follow one another."""
    for begin, end in combinations(range(len(words) + 1), 2):
        yield " ".join(words[begin:end])


def _near(folded: str, known_as: Mapping[str, str]) -> list[Found]:
    found = process.extract(
        folded,
        known_as.keys(),
        scorer=fuzz.ratio,
        score_cutoff=_NEAR_CUTOFF,
        limit=MOST_SUGGESTIONS,
    )
    return [(known_as[known], known) for known, _, _ in found]


def _jumbled(field: str, folded: str) -> list[Found]:
    """Those that share their words, in another order or with others between.

    Not those of which they are a small part: « divers » is not « voirie et réseaux divers ».
    """
    known_as, words = _wordings(field), set(gist(folded).split())
    some = (known for known, told in _gists(field).items() if not words.isdisjoint(told.split()))
    found = process.extract(
        folded,
        [known for known in some if len(known) <= 2 * len(folded)],
        scorer=fuzz.token_set_ratio,
        score_cutoff=_TOKENS_CUTOFF,
        limit=None,
    )
    alike = [(known_as[known], known) for known, _, _ in found]
    return _labelled(folded, alike)[:MOST_SUGGESTIONS] or alike[:MOST_SUGGESTIONS]


def _saying(field: str, folded: str) -> list[Found]:
    """Those that say all the words among others, the shortest first."""
    known_as, words = _wordings(field), set(gist(folded).split())
    found = [known for known, told in _gists(field).items() if words <= set(told.split())]
    return [(known_as[known], known) for known in sorted(found, key=len)] if words else []


def _labelled(folded: str, found: list[Found]) -> list[Found]:
    """Those whose label says all the words: « numérique » is not « usinage numérique »."""
    words = set(folded.split())
    labelled = [(meaning, fold(labels()[meaning])) for meaning, _ in found]
    return [(meaning, label) for meaning, label in labelled if words <= set(label.split())]


@derived()
def _wordings(field: str) -> Mapping[str, str]:
    """Each folded wording that a field's words may come near to → its meaning."""
    return {fold(words): meaning for meaning, words in wordings(field)}


@derived()
def _gists(field: str) -> Mapping[str, str]:
    """Each folded wording → what tells it."""
    return {known: gist(known) for known in _wordings(field)}


@derived()
def _as_written(field: str) -> Mapping[str, str]:
    """The same → the wording as it is written."""
    return {fold(words): words for _, words in wordings(field)}
