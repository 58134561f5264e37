"""The words of a hand-made list: parted, and matched with what the directory knows."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

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

# What a structure is certified to be is not read in a part of what is said of it.
_CERTIFIED = ("kind:", "label:")


def _outside_parentheses(separators: str) -> re.Pattern[str]:
    return re.compile(rf"\([^()]*\)|({separators})", re.IGNORECASE)


_STRONG = _outside_parentheses(r"[;|\n•▪●►→·\t]")
_WEAK = _outside_parentheses(r"[,/]")
# Inside a wording as often as between two: they part words when one of these is known.
_DASHES = _outside_parentheses(r"\s+[-–—]\s+")
_STOPS = _outside_parentheses(r"\.\s+")
_AND = _outside_parentheses(r"\s+(?:et|&)\s+|\s*\+\s*")
_ROUNDED = str.maketrans("[]", "()")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
# "1) traiteur", and those that nothing closes or opens.
_UNPAIRED = re.compile(r"(\([^()]*\))|(?<!\w)(?:\d{1,2}|[^\W\d_])\)|[()]")
_ENDING = re.compile(r"(?<=[^\W\d_])\((?:e|s|es|x)\)", re.IGNORECASE)  # "traiteur(s)"
_DENIES = re.compile(
    r"(?:hors|sauf|sans|excepte|a l exception|pas|non|arrete|bientot|prochainement"
    r"|en projet|en cours|a venir)\b"
)
_ARTICLE = re.compile(r"^(?:(?:les?|la)\s+|l['’]\s*)", re.IGNORECASE)
_APPROVED = re.compile(r"\s+(?:agréée?|labell?isée?|certifiée?)$", re.IGNORECASE)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")
_SHORTENED = re.compile(r"(\w+)(\.?)")
_SHORTEST_SHORTENED = 2  # letters
_WITH_CODE = re.compile(r"([^()]+)\(([^()]+)\)")
_EDGES = " .-–*"


def split_words(cell: str, match: Match) -> Iterator[str]:
    """The parts of a cell; what parts words does not when it is inside a known wording.

    Nor inside parentheses, whose words are read each by itself: no part has an open one.
    """
    for whole in _parted(_STRONG, _paired(cell)):
        if match(whole):
            yield whole
            continue
        for piece in _parted(_WEAK, whole):
            yield from _finer(piece, match)


def _paired(cell: str) -> str:
    """A parenthesis that nothing closes parts words as a semicolon does; "[…]" is "(…)"."""
    round_ones = cell.translate(_ROUNDED)
    if "(" not in round_ones and ")" not in round_ones:
        return cell
    return _UNPAIRED.sub(lambda found: found[1] or ";", _ENDING.sub("", round_ones))


def _parted(separators: re.Pattern[str], text: str) -> list[str]:
    parts, begin = [], 0
    for found in separators.finditer(text):
        if found[1] is not None:
            parts.append(text[begin : found.start()])
            begin = found.end()
    parts.append(text[begin:])
    return [words for part in parts if (words := " ".join(part.split()).strip(_EDGES))]


def _finer(piece: str, match: Match) -> list[str]:
    if match(piece) or (len(piece) > LONGEST_WORDING and "(" not in piece):
        return [piece]
    for parting in (_dashed, _sentences, _joined, _with_tail, _opened):
        parts = parting(piece, match)
        if len(parts) > 1:
            return [finer for part in parts for finer in _finer(part, match)]
    return [piece]


def _dashed(piece: str, match: Match) -> list[str]:
    parts = _parted(_DASHES, piece)
    return parts if any(map(match, parts)) else []


def _sentences(piece: str, match: Match) -> list[str]:
    """ "Traiteur. Dressage."; in "Asso. des commerçants" the full stop may end a shortened word."""
    parts = _parted(_STOPS, piece)
    meanings = list(filter(None, map(match, parts)))
    is_sure = len(meanings) == len(parts) or not _are_certified(meanings)
    return parts if meanings and is_sure else []


def _joined(piece: str, match: Match) -> list[str]:
    """ "ESAT et EA"; not « gestion parcs et jardins », of which no half is said for sure.

    Halves that mean the same thing confirm each other: "traduction et interprétation".
    """
    parts = _parted(_AND, piece)
    meanings = set(map(match, parts))
    if None in meanings:
        return []
    return parts if len(meanings) == 1 or all(_is_sure(part, match) for part in parts) else []


def _is_sure(words: str, match: Match) -> bool:
    """Whether the words would say as much elsewhere: by a label, or by another name as it is.

    A broad word depends on those around it, and so does a wording found but for little words:
    "du linge" completes what is before.
    """
    plain = _ARTICLE.sub("", words)
    meaning = match(plain) or ""
    if _are_certified([meaning]) or gist(plain) == gist(labels().get(meaning, "")):
        return True
    return fold(plain) not in taxonomy().broad and any(said(plain) for said in _AS_SAID.values())


def _with_tail(piece: str, match: Match) -> list[str]:
    """ "SARL ESUS" and "SARL (ESUS)": a legal form or a label said behind."""
    head, _, tail = piece.rpartition(" ")
    is_tail = fold(tail) in LEGAL_FORMS or fold(tail) in taxonomy().labels
    is_whole = tail.count("(") == tail.count(")")
    if not (head and is_tail and is_whole and match(tail)):
        return []
    return [_APPROVED.sub("", head), tail.strip("()")]


def _opened(piece: str, match: Match) -> list[str]:
    """ "Bâtiment (peinture, plâtrerie)": what is before, and each word inside.

    Not what takes back what is before: "traiteur (en projet)", "EI (en cours)".
    """
    inside = _PARENTHESES.findall(piece)
    if not inside or any(_DENIES.match(fold(text)) for text in inside):
        return []
    outside = _PARENTHESES.sub(" ", piece)
    parts = [word for text in (outside, *inside) for word in split_words(text, match)]
    return [] if _are_certified(filter(None, map(match, parts))) else parts


def _are_certified(meanings: Iterable[str]) -> bool:
    return any(meaning.startswith(_CERTIFIED) for meaning in meanings)


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
_AS_SAID: Mapping[str, Match] = {
    "kinds": match_type,
    "services": _as("service", match_service),
    "labels": _as("label", match_label),
    "networks": _as("network", match_network),
}
MEANINGS: Mapping[str, Match] = {
    field: _or_but_for_little_words(field, match) for field, match in _AS_SAID.items()
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
