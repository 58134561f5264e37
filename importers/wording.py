"""The words of a hand-made list: parted, matched with what the directory knows, or hinted at."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from rapidfuzz import fuzz, process

from domain.geography import gazetteer
from domain.kinds import KINDS, kind_for, words_of
from domain.taxonomy import SUGGESTION_CUTOFF, derived, taxonomy
from domain.text import fold
from domain.words import without_little_words, without_plurals

Match = Callable[[str], str | None]

LEGAL_FORMS = frozenset(
    {"sa", "sas", "sasu", "sarl", "eurl", "eirl", "snc", "sci", "gie", "scea", "earl", "selarl"}
    | {"societe anonyme", "societe a responsabilite limitee", "societe par actions simplifiee"}
)
LONGEST_WORDING = 100  # letters; what is longer is a text, and would take time
MOST_HINTS = 3
REMEMBERED = 4096  # wordings: a list repeats its own

_STRONG = re.compile(r"[;|\n•▪●►→·\t]")
_WEAK = re.compile(r"[,/]")
# Inside a wording as often as between two: they part words when one of these is known.
_DASHES = re.compile(r"\s+[-–—]\s+|\.\s+")
_AND = re.compile(r"\s+(?:et|&)\s+|\s*\+\s*", re.IGNORECASE)
_APPROVED = re.compile(r"\s+(?:agréée?|labell?isée?|certifiée?)$", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_WITH_CODE = re.compile(r"([^()]+)\(([^()]+)\)")
_EDGES = " .-–*"
_AROUND = re.compile(r"\b(?:alentours?|autour|environs|voisin(?:e?s)|proximite|peripherie)\b")


def split_words(cell: str, match: Match) -> Iterator[str]:
    """The parts of a cell; what parts words does not when it is inside a known wording."""
    for part in _STRONG.split(cell):
        whole = " ".join(part.split()).strip(_EDGES)
        if not whole:
            continue
        if match(whole):
            yield whole
            continue
        for piece in filter(None, (word.strip(_EDGES) for word in _WEAK.split(whole))):
            yield from _finer(piece, match)


def _finer(piece: str, match: Match) -> list[str]:
    """ "ESAT et EA", when both are known; "SARL ESUS", a legal form or a label said behind."""
    if len(piece) > LONGEST_WORDING or match(piece):
        return [piece]
    dashed = _DASHES.split(piece)
    if len(dashed) > 1 and any(map(match, dashed)):
        return [finer for word in dashed for finer in _finer(word.strip(_EDGES), match)]
    both = _AND.split(piece)
    if len(both) > 1 and all(map(match, both)):
        return both
    head, _, tail = piece.rpartition(" ")
    if head and match(tail) and (fold(tail) in LEGAL_FORMS or fold(tail) in taxonomy().labels):
        return [*_finer(_APPROVED.sub("", head), match), tail]
    return [piece]


def match_type(words: str) -> str | None:
    """ "kind:EI", or what people write in the same column: "label:esus", "form:SARL"."""
    plain = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), words)
    if kind := _kind(plain):
        return f"kind:{kind}"
    if label := match_label(plain):
        return f"label:{label}"
    return f"form:{plain.strip('()')}" if fold(plain) in LEGAL_FORMS else None


def _kind(words: str) -> str | None:
    """By its name, or by its name and its code: "Entreprise d’insertion (EI)"."""
    if kind := kind_for(words):
        return kind.code
    both = _WITH_CODE.fullmatch(words)
    named, coded = map(kind_for, both.groups()) if both else (None, None)
    return named.code if named and coded and named.code == coded.code else None


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
        if found := match(words):
            return found
        near = _by_gist(field).get(gist(words), ())
        return near[0] if len(near) == 1 else None

    return meaning


def gist(words: str) -> str:
    """What tells a wording: neither its plurals nor its little words."""
    return without_little_words(without_plurals(fold(words)))


@derived()
def _by_gist(field: str) -> Mapping[str, tuple[str, ...]]:
    """The gist of each wording → every meaning that it has."""
    index: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for meaning, words in wordings(field):
        index[gist(words)][meaning] = None
    return {words: tuple(meanings) for words, meanings in index.items()}


# The fields read in words, each with what its words mean: "kind:EI", "service:repassage"…
MEANINGS: Mapping[str, Match] = {
    field: _or_but_for_little_words(field, match)
    for field, match in (
        ("kinds", match_type),
        ("services", _as("service", match_service)),
        ("labels", _as("label", match_label)),
        ("networks", _as("network", match_network)),
    )
}
IGNORED = "ignore"  # what words mean when a person says that they mean nothing


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


@derived(REMEMBERED)
def hint(field: str, words: str) -> str | None:
    """What the words may have meant; shown, never applied."""
    if len(words) > LONGEST_WORDING:
        return None
    if field == "zone":
        return _hint_of_place(words)
    meanings = taxonomy().services_for(words) if field == "services" else ()
    if meanings:
        labels = " ou ".join(f"« {service.label} »" for service in meanings)
        return f"« {words} » a plusieurs sens : {labels}"
    near = " ou ".join(f"« {label} »" for label in _nearest(fold(words), _vocabulary(field)))
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


def _nearest(folded: str, vocabulary: Mapping[str, str]) -> list[str]:
    """The label of the nearest wording; failing that, those of wordings that begin so."""
    found = process.extractOne(
        folded, vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=SUGGESTION_CUTOFF
    )
    if found:
        return [vocabulary[found[0]]]
    begun = (label for known, label in vocabulary.items() if known.startswith(f"{folded} "))
    return list(dict.fromkeys(begun))[:MOST_HINTS] if folded else []


@derived()
def _vocabulary(field: str) -> Mapping[str, str]:
    """Each folded wording of a field → the label of what it means."""
    return {fold(words): labels()[meaning] for meaning, words in wordings(field)}


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
