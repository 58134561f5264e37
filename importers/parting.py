"""The cells of a hand-made list, parted into the words that say one thing each."""

import re
from collections.abc import Iterable, Iterator

from domain.customers import CUSTOMERS, OTHER_CUSTOMERS
from domain.taxonomy import taxonomy
from domain.text import fold
from importers.wording import (
    AS_SAID,
    LEGAL_FORMS,
    LONGEST_WORDING,
    MEANINGS,
    Match,
    each_meaning,
    gist,
    in_context,
    labels,
)

# What a structure is certified to be is not read in a part of what is said of it.
_CERTIFIED = ("kind:", "label:")


def _outside_parentheses(separators: str) -> re.Pattern[str]:
    return re.compile(rf"\([^()]*\)|({separators})", re.IGNORECASE)


_STRONG = _outside_parentheses(r"[;|\n•▪●►→·■□◆○◦➤✓✔☑✅\t]|(?<!\S)\*+(?=\s)")
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
# What Word makes of a round bullet, and numbers: "o Ménage", "1. Ménage 2. Traiteur".
_LETTER_BULLET = re.compile(r"^[^\S\n]*o\s+(?=\S)", re.MULTILINE)
_NUMBER = re.compile(r"^[^\S\n]*\d{1,2}\.\s+(?=[^\W\d_])", re.MULTILINE)
_NEXT_NUMBER = re.compile(r"\s\d{1,2}\.\s+(?=[^\W\d_])")
_EDGES = " .-–*"
_CUSTOMERS = frozenset(map(fold, (*CUSTOMERS, *OTHER_CUSTOMERS)))
_FOR = _outside_parentheses(r"\s+(?:pour|auprès\s+des?|à\s+destination\s+des?)\s+")
_BEFORE_CUSTOMERS = re.compile(
    r"^(?:(?:pour|aupres|a destination) )?(?:(?:les|des?|aux|nos|tous les) )?"
)
_BETWEEN_CUSTOMERS = re.compile(r"[,/&+]|\bet\b")


def split_words(cell: str, match: Match) -> Iterator[str]:
    """The parts of a cell; what parts words does not when it is inside a known wording.

    Nor inside parentheses, whose words are read each by itself: no part has an open one.
    """
    for whole in _parted(_STRONG, _paired(_unnumbered(_LETTER_BULLET.sub("", cell)))):
        if match(whole):
            yield whole
            continue
        for piece in _parted(_WEAK, _but_for_whom(whole, match)):
            yield from _finer(_but_for_whom(piece, match), match)


def _but_for_whom(words: str, match: Match) -> str:
    """ "Nettoyage pour les mairies": without these, when what is before is known."""
    found = [one for one in _FOR.finditer(words) if one[1] is not None]
    if match(words) or not found or not _are_customers(words[found[-1].end() :]):
        return words
    head = words[: found[-1].start()]
    said = (part for piece in _parted(_WEAK, head) for part in _finer(piece, match))
    return head if any(map(match, said)) else words


def _are_customers(words: str) -> bool:
    """ "pour les mairies et les entreprises": they say for whom, and not what."""
    parts = map(fold, _BETWEEN_CUSTOMERS.split(words))
    return all(_BEFORE_CUSTOMERS.sub("", part) in _CUSTOMERS for part in parts)


def _unnumbered(cell: str) -> str:
    """Numbers inside a line part words when the cell begins with one."""
    if not _NUMBER.match(cell):
        return _NUMBER.sub("", cell)
    return _NEXT_NUMBER.sub(";", _NUMBER.sub("", cell))


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
    for parting in (_dashed, _sentences, _joined, _with_tail):
        parts = parting(piece, match)
        if len(parts) > 1:
            return [finer for part in parts for finer in _finer(part, match)]
    return _opened(piece, match) or [piece]


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
    """Whether the words would say as much elsewhere: by a label, by another name as it is, or
    because a person said so.

    A broad word depends on those around it, and so does a wording found but for little words:
    "du linge" completes what is before.
    """
    plain = _ARTICLE.sub("", words)
    meaning = match(plain) or ""
    is_label = gist(plain) == gist(labels().get(meaning, ""))
    if _are_certified([meaning]) or is_label or _is_answered(words, match):
        return True
    return fold(plain) not in taxonomy().broad and any(said(plain) for said in AS_SAID.values())


def _with_tail(piece: str, match: Match) -> list[str]:
    """ "SARL ESUS" and "SARL (ESUS)": a legal form or a label said behind."""
    head, _, tail = piece.rpartition(" ")
    is_tail = fold(tail) in LEGAL_FORMS or fold(tail) in taxonomy().labels
    is_whole = tail.count("(") == tail.count(")")
    if not (head and is_tail and is_whole and match(tail)):
        return []
    return [_APPROVED.sub("", head), tail.strip("()")]


def _opened(piece: str, match: Match) -> list[str]:
    """ "Bâtiment (peinture, plâtrerie)": what is before, and what is inside.

    Not what takes back what is before: "traiteur (en projet)", "EI (en cours)".
    """
    inside = _PARENTHESES.findall(piece)
    if not inside or any(_DENIES.match(fold(text)) for text in inside):
        return []
    outside = _PARENTHESES.sub(" ", piece)
    heads = list(split_words(outside, match))
    words = [word for text in inside for word in _inside(text, match)]
    if _are_certified(filter(None, map(match, (*heads, *words)))):
        return []
    return [*heads, *_told_of(heads, words, match)]


def _inside(text: str, match: Match) -> Iterator[str]:
    """The words in parentheses, but for customers: "écoles et hôtels".

    In a column of kinds, "associations" are one.
    """
    for word in split_words(text, match):
        if not _are_customers(word) or _are_certified(filter(None, [match(word)])):
            yield word


def _told_of(heads: list[str], words: list[str], match: Match) -> Iterator[str]:
    """The words that detail the heads as they are, those of another family in their context.

    What is conditioned or washed is no activity: "Conditionnement (vin)". Behind a head that
    nobody knows, words that agree are its details: "Services (peinture, plâtrerie)".
    """
    families = {family for head in heads for family in _families(match(head))}
    told = [family for word in words for family in _families(match(word))]
    if not families and len(told) > 1 and len(set(told)) == 1:
        families = set(told)
    for word in words:
        yield _told_behind(word, heads[-1], families, match) if heads else word


def _told_behind(word: str, head: str, families: set[str], match: Match) -> str:
    of_word, both = _families(match(word)), f"{head} {word}"
    if not match(word) and not families.isdisjoint(_families(match(both))):
        return both  # "Nettoyage (bureaux)"
    is_detail = families.issuperset(of_word) and _is_as_it_is(word, match)
    return in_context(word, head) if of_word and not is_detail else word


def _families(meaning: str | None) -> list[str]:
    """The group of each service."""
    parts = (one.partition(":") for one in each_meaning(meaning))
    return [taxonomy().services[id_].group for sort, _, id_ in parts if sort == "service"]


def _is_as_it_is(words: str, match: Match) -> bool:
    """Whether they are another name of what they mean, or what a person said that they mean."""
    return AS_SAID["services"](words) is not None or _is_answered(words, match)


def _is_answered(words: str, match: Match) -> bool:
    """Whether a person said what the words mean, which they would not mean otherwise."""
    meaning = match(words)
    return meaning is not None and meaning not in {known(words) for known in MEANINGS.values()}


def _are_certified(meanings: Iterable[str]) -> bool:
    return any(one.startswith(_CERTIFIED) for said in meanings for one in each_meaning(said))
