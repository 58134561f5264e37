"""What words that match nothing may mean: proposals for a person, never applied."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process

from domain.taxonomy import derived, taxonomy
from domain.text import fold
from domain.words import without_plurals
from importers.wording import LONGEST_WORDING, REMEMBERED, gist, labels, wordings

MOST_SUGGESTIONS = 3
_NEAR_CUTOFF = 87  # « culture » is not « couture »
_TOKENS_CUTOFF = 88
_SHORTEST = 4  # letters of a wording that may be found inside other words


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A meaning ("service:repassage") and its label; `words`, how else it is said, tells why."""

    meaning: str
    label: str
    words: str = ""


Found = tuple[str, str]  # a meaning, and a folded wording of it


@derived(REMEMBERED)
def suggestions(field: str, words: str) -> tuple[Suggestion, ...]:
    """At most three, the likeliest first; the field's own meanings before the others'."""
    folded = fold(words)
    if not folded or len(words) > LONGEST_WORDING:
        return ()
    found: dict[str, str] = {}
    for meaning, known in _found(field, folded):
        found.setdefault(meaning, known)
    likeliest = islice(found.items(), MOST_SUGGESTIONS)
    return tuple(_suggestion(field, meaning, known) for meaning, known in likeliest)


def _suggestion(field: str, meaning: str, known: str) -> Suggestion:
    label = labels()[meaning]
    is_in_label = known in fold(label)
    return Suggestion(meaning, label, "" if is_in_label else _as_written(field).get(known, ""))


def _found(field: str, folded: str) -> Iterator[Found]:
    own = _wordings(field)
    several = [(f"service:{service.id}", folded) for service in taxonomy().services_for(folded)]
    yield from ((meaning, known) for meaning, known in several if meaning in own.values())
    yield from _begun(folded, own)
    yield from _inside(folded, own)
    yield from _near(folded, own)
    yield from _jumbled(folded, own)
    yield from several
    yield from _near(folded, _wordings("any"))


def _begun(folded: str, known_as: Mapping[str, str]) -> list[Found]:
    """Those whose wording begins so: labels first, which say what is meant before anything."""
    begins = f"{gist(folded)} "
    begun = [(m, known) for known, m in known_as.items() if gist(known).startswith(begins)]
    return sorted(begun, key=lambda found: found[1] != fold(labels()[found[0]]))


def _inside(folded: str, known_as: Mapping[str, str]) -> list[Found]:
    """Those whose wording is said whole among other words, the longest first."""
    padded = f" {folded} {without_plurals(folded)} "
    said = [known for known in known_as if len(known) >= _SHORTEST and f" {known} " in padded]
    return [(known_as[known], known) for known in sorted(said, key=len, reverse=True)]


def _near(folded: str, known_as: Mapping[str, str]) -> list[Found]:
    found = process.extract(
        folded,
        known_as.keys(),
        scorer=fuzz.ratio,
        score_cutoff=_NEAR_CUTOFF,
        limit=MOST_SUGGESTIONS,
    )
    return [(known_as[known], known) for known, _, _ in found]


def _jumbled(folded: str, known_as: Mapping[str, str]) -> list[Found]:
    """Those that share their words, in another order or with others between.

    Not those of which they are a small part: « divers » is not « voirie et réseaux divers ».
    """
    found = process.extract(
        folded,
        known_as.keys(),
        scorer=fuzz.token_set_ratio,
        score_cutoff=_TOKENS_CUTOFF,
        limit=None,
    )
    large = (known for known, _, _ in found if len(known) <= 2 * len(folded))
    alike = [(known_as[known], known) for known in large]
    return _labelled(folded, alike)[:MOST_SUGGESTIONS] or alike[:MOST_SUGGESTIONS]


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
def _as_written(field: str) -> Mapping[str, str]:
    """The same → the wording as it is written."""
    return {fold(words): words for _, words in wordings(field)}
