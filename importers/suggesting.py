"""What words that match nothing may mean: proposals for a person, never applied."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process

from domain.kinds import KINDS, words_of
from domain.taxonomy import derived, taxonomy
from domain.text import fold
from domain.words import without_plurals
from importers.wording import LONGEST_WORDING, REMEMBERED

MOST_SUGGESTIONS = 3
_NEAR_CUTOFF = 87  # « culture » is not « couture »
_TOKENS_CUTOFF = 88
_SHORTEST = 4  # letters of a wording that may be found inside other words


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A meaning ("service:repassage") and its label."""

    meaning: str
    label: str


@derived(REMEMBERED)
def suggestions(field: str, words: str) -> tuple[Suggestion, ...]:
    """At most three, the likeliest first; the field's own meanings before the others'."""
    folded = fold(words)
    if not folded or len(words) > LONGEST_WORDING:
        return ()
    meanings = dict.fromkeys(_meanings(field, folded))
    return tuple(
        Suggestion(meaning, _labels()[meaning]) for meaning in islice(meanings, MOST_SUGGESTIONS)
    )


def _meanings(field: str, folded: str) -> Iterator[str]:
    own = _wordings(field)
    several = [f"service:{service.id}" for service in taxonomy().services_for(folded)]
    yield from (meaning for meaning in several if meaning in own.values())
    yield from _inside(folded, own)
    yield from _near(folded, own)
    yield from (own[known] for known in own if known.startswith(f"{folded} "))
    yield from _jumbled(folded, own)
    yield from several
    yield from _near(folded, _wordings("any"))


def _inside(folded: str, wordings: Mapping[str, str]) -> list[str]:
    """Those whose wording is said whole among other words, the longest first."""
    padded = f" {folded} {without_plurals(folded)} "
    said = [known for known in wordings if len(known) >= _SHORTEST and f" {known} " in padded]
    return [wordings[known] for known in sorted(said, key=len, reverse=True)]


def _near(folded: str, wordings: Mapping[str, str]) -> list[str]:
    found = process.extract(
        folded,
        wordings.keys(),
        scorer=fuzz.ratio,
        score_cutoff=_NEAR_CUTOFF,
        limit=MOST_SUGGESTIONS,
    )
    return [wordings[known] for known, _, _ in found]


def _jumbled(folded: str, wordings: Mapping[str, str]) -> list[str]:
    """Those that share their words, in another order or with others between.

    Not those of which they are a small part: « divers » is not « voirie et réseaux divers ».
    """
    found = process.extract(
        folded,
        wordings.keys(),
        scorer=fuzz.token_set_ratio,
        score_cutoff=_TOKENS_CUTOFF,
        limit=None,
    )
    large = (known for known, _, _ in found if len(known) <= 2 * len(folded))
    return [wordings[known] for known in islice(large, MOST_SUGGESTIONS)]


@derived()
def _wordings(field: str) -> Mapping[str, str]:
    """Each folded wording that a field's words may come near to → its meaning."""
    if field in {"any", "ticked"}:
        return {
            **_wordings("networks"),
            **_wordings("kinds"),
            **_wordings("services"),
        }
    known = taxonomy()
    labels = {f"label:{la.id}": (la.id, la.label, *la.synonyms) for la in known.labels.values()}
    named = {
        "kinds": {f"kind:{kind.code}": words_of(kind) for kind in KINDS.values()} | labels,
        "services": {f"service:{s.id}": (s.label, *s.synonyms) for s in known.services.values()},
        "labels": labels,
        "networks": {
            f"network:{n.id}": (n.id, n.label, *n.synonyms) for n in known.networks.values()
        },
    }[field]
    return {fold(words): meaning for meaning, wordings in named.items() for words in wordings}


@derived()
def _labels() -> Mapping[str, str]:
    known = taxonomy()
    return {
        **{f"service:{id_}": service.label for id_, service in known.services.items()},
        **{f"kind:{code}": kind.label for code, kind in KINDS.items()},
        **{f"label:{id_}": label.label for id_, label in known.labels.items()},
        **{f"network:{id_}": network.label for id_, network in known.networks.items()},
    }
