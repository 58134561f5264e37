"""The words of a hand-made list, matched with what the directory knows."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from domain.kinds import KINDS, kind_for, words_of
from domain.taxonomy import derived, taxonomy
from domain.text import fold
from domain.words import without_little_words, without_plurals

Match = Callable[[str], str | None]

LEGAL_FORMS = frozenset(
    {"sa", "sas", "sasu", "sarl", "eurl", "eirl", "snc", "sci", "gie", "scea", "earl", "selarl"}
    | {"societe anonyme", "societe a responsabilite limitee", "societe par actions simplifiee"}
)
LONGEST_WORDING = 100  # letters; what is longer is a text, and would take time
REMEMBERED = 4096  # wordings: a list repeats its own

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_SHORTENED = re.compile(r"(\w+)(\.?)")
_SHORTEST_SHORTENED = 2  # letters
_WITH_CODE = re.compile(r"([^()]+)\(([^()]+)\)")


def match_type(words: str) -> str | None:
    """ "kind:EI", or what people write in the same column: "label:esus", "form:SARL"."""
    plain = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), words)
    if kind := _kind(plain):
        return f"kind:{kind}"
    if label := match_label(plain):
        return f"label:{label}"
    if fold(plain) in LEGAL_FORMS:
        return f"form:{plain.strip('()')}"
    return _in_full(plain)


def _kind(words: str) -> str | None:
    """By its name, or by its name and its code: "Entreprise d’insertion (EI)"."""
    if kind := kind_for(words):
        return kind.code
    both = _WITH_CODE.fullmatch(words)
    named, coded = map(kind_for, both.groups()) if both else (None, None)
    return named.code if named and coded and named.code == coded.code else None


def _in_full(words: str) -> str | None:
    """What shortened words say, when they can say one thing: "Entr. adaptée".

    The last one's full stop went with the end of the wording.
    """
    told = [(gist(found[1]), bool(found[2])) for found in _SHORTENED.finditer(words)]
    said = [(word, is_shortened) for word, is_shortened in told if word]
    if len(said) < 2 or not any(is_shortened for _, is_shortened in said):
        return None
    said[-1] = (said[-1][0], True)
    found = {meaning for meaning, full in _kinds_in_full() if _says(said, full)}
    return found.pop() if len(found) == 1 else None


def _says(said: list[tuple[str, bool]], full: tuple[str, ...]) -> bool:
    """Whether these words, each with whether it is shortened, are those."""
    return len(said) == len(full) and all(
        _shortens(word, whole) if is_shortened else word == whole
        for (word, is_shortened), whole in zip(said, full, strict=True)
    )


def _shortens(word: str, whole: str) -> bool:
    """ "entr" and "ets": the first letter, then some of the others in their order."""
    letters = iter(whole)
    begins = len(word) >= _SHORTEST_SHORTENED and word[0] == whole[0]
    return begins and all(letter in letters for letter in word)


@derived()
def _kinds_in_full() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((meaning, tuple(gist(words).split())) for meaning, words in wordings("kinds"))


def match_service(words: str) -> str | None:
    """A word with several meanings says none for certain."""
    services = taxonomy().services_for(words)
    return services[0].id if len(services) == 1 else None


def match_label(words: str) -> str | None:
    label = taxonomy().label_for(words)
    return label.id if label else None


def match_network(words: str) -> str | None:
    network = taxonomy().network_for(words)
    return network.id if network else None


def _as(prefix: str, match: Match) -> Match:
    def meaning(words: str) -> str | None:
        found = match(words)
        return f"{prefix}:{found}" if found else None

    return meaning


def _or_but_for_little_words(field: str, match: Match) -> Match:
    """ "chantier insertion" is « chantier d’insertion »; never a guess between two meanings."""

    @derived(REMEMBERED)
    def meaning(words: str) -> str | None:
        if found := match(words) or match(words.replace("&", " et ")):
            return found
        near = by_gist(field).get(gist(words), ())
        return near[0] if len(near) == 1 else None

    return meaning


_CONTEXT = " (entre parenthèses après "


def in_context(word: str, head: str) -> str:
    """A word as it is asked when it may mean something else behind another."""
    return f"{word}{_CONTEXT}{head})"


def by_itself(words: str) -> str:
    """The same without its context."""
    return words.partition(_CONTEXT)[0]


def gist(words: str) -> str:
    """What tells a wording: neither its plurals nor its little words."""
    return without_little_words(without_plurals(fold(words)))


@derived()
def by_gist(field: str) -> Mapping[str, tuple[str, ...]]:
    """The gist of each wording → every meaning that it has."""
    index: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for meaning, words in wordings(field):
        index[gist(words)][meaning] = None
    return {words: tuple(meanings) for words, meanings in index.items()}


# The fields read in words, each with what its words mean: "kind:EI", "service:repassage"…
AS_SAID: Mapping[str, Match] = {
    "kinds": match_type,
    "services": _as("service", match_service),
    "labels": _as("label", match_label),
    "networks": _as("network", match_network),
}
MEANINGS: Mapping[str, Match] = {
    field: _or_but_for_little_words(field, match) for field, match in AS_SAID.items()
}
IGNORED = "ignore"  # what words mean when a person says that they mean nothing
_TOGETHER = "+"


def together(meanings: Iterable[str]) -> str:
    """One meaning of several, that a person gave to one wording: "service:x+service:y"."""
    return _TOGETHER.join(dict.fromkeys(meanings))


def each_meaning(meaning: str | None) -> tuple[str, ...]:
    """The meanings that it is made of."""
    return tuple(meaning.split(_TOGETHER)) if meaning else ()


@derived(REMEMBERED)
def match_title(words: str) -> str | None:
    """What a column of ticks says of those it ticks, from its title."""
    return MEANINGS["services"](words) or MEANINGS["kinds"](words) or MEANINGS["networks"](words)


def meant(field: str, chosen: Mapping[str, str]) -> Match:
    """What the field's words mean, those that a person chose (by folded words) first."""
    match = match_title if field == "ticked" else MEANINGS[field]
    if not chosen:
        return match
    return lambda words: chosen.get(fold(words)) or match(words)


@derived()
def wordings(field: str) -> tuple[tuple[str, str], ...]:
    """Each meaning that a field's words may have, with each way to say it."""
    if field in {"any", "ticked"}:  # the title of a column of ticks may be of any of these
        return (*wordings("networks"), *wordings("kinds"), *wordings("services"))
    known = taxonomy()
    named = [(f"label:{la.id}", (la.id, la.label, *la.synonyms)) for la in known.labels.values()]
    each = {
        "kinds": [*((f"kind:{kind.code}", words_of(kind)) for kind in KINDS.values()), *named],
        "services": [(f"service:{s.id}", (s.label, *s.synonyms)) for s in known.services.values()],
        "labels": named,
        "networks": [
            (f"network:{n.id}", (n.id, n.label, *n.synonyms)) for n in known.networks.values()
        ],
    }[field]
    return tuple((meaning, words) for meaning, ways in each for words in ways)


@derived()
def labels() -> Mapping[str, str]:
    """Of each meaning."""
    known = taxonomy()
    return {
        **{f"service:{id_}": service.label for id_, service in known.services.items()},
        **{f"kind:{code}": kind.label for code, kind in KINDS.items()},
        **{f"label:{id_}": label.label for id_, label in known.labels.items()},
        **{f"network:{id_}": network.label for id_, network in known.networks.items()},
    }
