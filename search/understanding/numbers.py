"""Numbers of two digits or more: those of départements, and those that count what follows."""

import re
from collections.abc import Collection
from itertools import pairwise

from domain.kinds import KINDS
from search.understanding.dates import MONTHS
from search.understanding.lexicon import SYNONYM, lexicon
from search.understanding.words import AND, AROUND_A_PLACE, DEGREES, UNITS, Word

_DEPARTEMENT_NUMBER = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-46]|98[678]")
_FEWEST_OF_A_TELEPHONE = 5  # numbers of two digits in a row, the first of which begins with 0
_BEFORE_A_TELEPHONE = frozenset({"tel", "telephone", "mobile", "portable", "fax"})
_PARTS_A_TELEPHONE = frozenset({"", "."})
_ROUND = 5  # numbers that are its multiples count what follows: "60 80 personnes"
# Also the beginning of what is counted: "500 tee-shirts", "2000 A4".
_UNITS = UNITS | {"m", "l", "pcs", "pers", "bal", "adherents", "tee", "a3", "a4", "a5", "environ"}
_NEVER_COUNTED = DEGREES | {"sans", "mais", "hors", "apres"}
# Before the number of theirs, whatever need comes next: "SDIS 62 lavage", "Adapei 44 espaces
# verts", not "SDIS 62 agents".
_OF_A_DEPARTEMENT = frozenset(
    {"adapei", "admr", "apajh", "apei", "apf", "caf", "cd", "cdg", "cpam", "departemental", "ddt"}
    | {"habitat", "mdph", "opac", "oph", "pompiers", "sdis", "udaf", "unapei"}
)
# "ESAT 59 nettoyage", "nettoyage 59 ESAT"; "ai" is a word too: "j’ai 59 cartons".
_KINDS = frozenset(map(str.casefold, KINDS)) - {"ai"}
_BEFORE_A_NUMBER = AROUND_A_PLACE | {"le", "du", "sauf", "hors", "hormis", "excepte"}


def is_a_departement(words: list[Word], at: int) -> bool:
    """Whether its number is said there, where one says it, or among other words."""
    is_number = _DEPARTEMENT_NUMBER.fullmatch(words[at].surface)
    return bool(is_number) and not _is_of_two(words, at) and _is_said(words, at)


def _is_of_two(words: list[Word], at: int) -> bool:
    """Of "81.21", which its letter would make a trade, or of "24/24"."""
    pairs = pairwise(words[max(0, at - 1) : at + 2])
    return any(
        (two.before == "." and two.surface.isdigit())
        or (two.before == "/" and one.surface == two.surface)
        for one, two in pairs
    )


def is_counted(word: Word) -> bool:
    """ "Courriers", "ex."; not the "l’" of "l’usine"."""
    if word.surface in _UNITS:
        return word.typed != "l"
    if word.says_nothing or word.surface in _NEVER_COUNTED:
        return False
    return word.form != word.surface and word.surface.endswith(("s", "x"))


def _is_said(words: list[Word], at: int) -> bool:
    """ "Traiteur 35", "dans le 35", "44 et 85", "linge (59) ESAT"; not "35 palettes", "à 35",
    "06 12…", "14 mai".
    """
    numbers = _numbers_around(words, at)
    before = {word.surface for word in words[max(0, numbers[0] - 1) : numbers[0]]}
    after = words[numbers[-1] + 1 : numbers[-1] + 3]
    if "a" in before or _is_telephone(words, numbers, before) or _is_a_limit(words, numbers[0]):
        return False
    if any(word.surface.isdigit() or word.surface in MONTHS for word in after[:1]):
        return False
    if not after or before & _BEFORE_A_NUMBER or _stands_between(words, at, "(", ")"):
        return True
    if after[0].surface == "a" and _are_numbers(after[1:]):
        return False  # "30 à 40 repas"
    is_a_count = after[0].surface.endswith(("s", "x")) or after[0].is_quantity
    if len(numbers) > 1:
        return not is_a_count or any(int(words[at].surface) % _ROUND for at in numbers)
    is_theirs = not (_OF_A_DEPARTEMENT | _KINDS).isdisjoint(before)
    is_led = not numbers[0] or is_theirs or _is_apart(words, at)
    return is_led and (not is_a_count or (is_theirs and _is_before_a_need(words, at)))


def _is_apart(words: list[Word], at: int) -> bool:
    """Between commas, or before a kind of structure unless these are counted: "les 59 ESAT"."""
    is_before_a_kind = words[at + 1].surface in _KINDS and not words[at - 1].says_nothing
    return is_before_a_kind or _stands_between(words, at, ",", ",")


def _stands_between(words: list[Word], at: int, opening: str, closing: str) -> bool:
    return (words[at].before.strip(), words[at + 1].before.strip()) == (opening, closing)


def _is_before_a_need(words: list[Word], at: int) -> bool:
    """The name of a service, in two words when the number is round: "35 espaces verts", "44
    cartons".
    """
    forms = tuple(word.form for word in words[at + 1 : at + 3])
    shortest = 1 if int(words[at].surface) % _ROUND else 2
    forces = (lexicon().get(forms[:size], {}) for size in range(shortest, len(forms) + 1))
    return any(max(told.values(), default=0) >= SYNONYM for told in forces)


def _is_a_limit(words: list[Word], at: int) -> bool:
    """Of "moins de 30", "plus de 30"."""
    before = [word.surface for word in words[max(0, at - 2) : at]]
    return before[-1:] == ["de"] and before[0] in DEGREES


def _are_numbers(words: list[Word]) -> bool:
    return bool(words) and all(word.surface.isdigit() for word in words)


def _is_telephone(words: list[Word], numbers: list[int], before: Collection[str]) -> bool:
    """ "06 12 34 56 78", "tél. 06 12"; "44 49 85 72 53" and "01, 38, 69" are départements."""
    are_run_together = all(words[at].before.strip() in _PARTS_A_TELEPHONE for at in numbers[1:])
    if len(numbers) == 1 or not are_run_together:
        return False
    is_whole = len(numbers) >= _FEWEST_OF_A_TELEPHONE and words[numbers[0]].surface.startswith("0")
    return is_whole or not _BEFORE_A_TELEPHONE.isdisjoint(before)


def _numbers_around(words: list[Word], at: int) -> list[int]:
    """Where numbers of two digits stand one after the other: "44 85", "75, 92 et 93"."""
    numbers = [at]
    while (first := _next_number(words, numbers[0], -1)) is not None:
        numbers.insert(0, first)
    while (last := _next_number(words, numbers[-1], 1)) is not None:
        numbers.append(last)
    return numbers


def _next_number(words: list[Word], at: int, step: int) -> int | None:
    at += step
    while 0 <= at < len(words) and words[at].surface in AND:
        at += step
    is_number = 0 <= at < len(words) and is_of_two_digits(words[at])
    return at if is_number and not (words[at].is_distance or words[at].is_date) else None


def is_of_two_digits(word: Word) -> bool:
    return len(word.surface) == 2 and word.surface.isdigit()
