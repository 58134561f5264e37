"""What the cells of a column look like, whatever its title."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from domain.geography import gazetteer
from domain.identifiers import check_siret, is_siren, read_naf
from domain.text import fold
from importers.addresses import town_in
from importers.contacts import are_phones, each_email
from importers.parting import split_words
from importers.ticks import read_tick
from importers.wording import MEANINGS
from importers.zones import read_zone

_FOURTEEN = re.compile(r"\d[\d .]{12,18}\d")
_POSTCODE = re.compile(r"\d{2} ?\d{3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_WEBSITE = re.compile(
    r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:fr|com|org|net|eu|coop)(?:/\S*)?"
)
_LONG = 120  # letters; beyond, a text
_ZONE = re.compile(r"france(?: entiere)?|national|rayon .*|.*\b\d+ ?km\b.*")


@dataclass(frozen=True, slots=True)
class Look:
    """The field that a column's cells are like, how many of them are, among how many."""

    field: str
    count: int
    among: int

    @property
    def share(self) -> float:
        return self.count / self.among


def says_siret(cell: str) -> bool:
    """Fourteen digits, or a number that is one once repaired."""
    if not cell or not cell[0].isdigit():
        return False
    checked = check_siret(cell)
    digits = re.sub(r"\D", "", cell)
    return not checked.problem or (len(digits) == 14 and bool(_FOURTEEN.fullmatch(cell)))


def _is_postcode(cell: str) -> bool:
    digits = _with_zero(cell)
    return bool(_POSTCODE.fullmatch(digits)) and bool(gazetteer().communes_at_postcode(digits))


def _with_zero(cell: str) -> str:
    """Five digits again, when a spreadsheet took the first."""
    digits = cell.replace(" ", "")
    return f"0{digits}" if len(digits) == 4 and digits.isdigit() else digits


def _is_commune(cell: str) -> bool:
    """Alone, or with its postcode."""
    town = town_in(cell)
    named = town.city if town else cell
    return not named[:1].isdigit() and bool(gazetteer().communes_named(named))


def _is_departement(cell: str) -> bool:
    """By its name: two digits may be any number."""
    return not cell[:1].isdigit() and gazetteer().departement(fold(cell)) is not None


def _is_region(cell: str) -> bool:
    return not cell[:1].isdigit() and gazetteer().region(fold(cell)) is not None


def _is_insee(cell: str) -> bool:
    return gazetteer().commune(_with_zero(cell)) is not None


def _in_words(field: str) -> Callable[[str], bool]:
    """Whether half of the words of a cell at least are known in the field."""
    match = MEANINGS[field]
    wanted = {"kinds": "kind:", "services": "service:", "labels": "label:", "networks": "network:"}

    def is_known(cell: str) -> bool:
        words = list(split_words(cell[:500], match))
        known = sum((match(word) or "").startswith(wanted[field]) for word in words)
        return known * 2 >= len(words) > 0

    return is_known


def _is_tick(cell: str) -> bool:
    return read_tick(cell) is not None


# What leaves no doubt when the cells are so, then what their words suggest. The first of equals.
CODES: Mapping[str, Callable[[str], bool]] = {
    "siret": says_siret,
    "siren": lambda cell: is_siren(cell.replace(" ", "")),
    "emails": lambda cell: bool(_EMAIL.fullmatch(next(iter(each_email(cell)), ""))),
    "website": lambda cell: bool(_WEBSITE.fullmatch(cell.lower())),
    "phones": are_phones,
    "postcode": _is_postcode,
    "code_insee": _is_insee,
    "naf": lambda cell: read_naf(cell) is not None,
}
WORDS: Mapping[str, Callable[[str], bool]] = {
    "kinds": _in_words("kinds"),
    "services": _in_words("services"),
    "labels": _in_words("labels"),
    "networks": _in_words("networks"),
    "departement": _is_departement,
    "city": _is_commune,
    "zone": lambda cell: bool(_ZONE.fullmatch(fold(cell))),
    "description": lambda cell: len(cell) > _LONG,
}
ENOUGH = 0.6  # of the cells


def is_data(cell: str) -> bool:
    """Whether the cell is a datum that no title is."""
    return bool(cell) and any(
        CODES[field](cell) for field in ("siret", "emails", "phones", "postcode")
    )


def looks_like(cells: list[str]) -> Look | None:
    """The field that most cells are like; None when there is none, or no cell."""
    if not cells:
        return None
    for find in (partial(_likest, CODES), _wide_places, partial(_likest, WORDS)):
        look = find(cells)
        if look and look.share >= ENOUGH:
            return look
    return None


def _likest(detectors: Mapping[str, Callable[[str], bool]], cells: list[str]) -> Look:
    looks = (Look(f, sum(map(is_so, cells)), len(cells)) for f, is_so in detectors.items())
    return max(looks, key=lambda look: look.count)


def _wide_places(cells: list[str]) -> Look | None:
    """Départements are where a structure sits, unless a radius or the country is beside them.

    So it is of régions, unless the column is theirs and a département stands in it.
    """
    extents = sum(map(WORDS["zone"], cells))
    departements, regions = sum(map(_is_departement, cells)), sum(map(_is_region, cells))
    if departements and (extents or 0 < regions <= departements):
        return Look("zone", sum(map(_is_wide_place, cells)), len(cells))
    return None


def _is_wide_place(cell: str) -> bool:
    return WORDS["zone"](cell) or _is_departement(cell) or _is_region(cell)


def coverages_in(cells: list[str]) -> Look:
    """How many cells say a coverage and no activity: "Nord", "59", "30 km"."""
    return Look("zone", sum(map(_is_coverage, cells)), len(cells))


def _is_coverage(cell: str) -> bool:
    """One figure alone numbers anything."""
    zone, missed = read_zone(cell)
    return zone is not None and not missed and len(cell) > 1 and not WORDS["services"](cell)


def are_ticks(cells: list[str], enough: float = ENOUGH) -> bool:
    """Most of them: some write "en cours" among the ticks."""
    return sum(map(_is_tick, cells)) >= enough * len(cells) > 0


def are_names(cells: list[str]) -> bool:
    """Short texts that hardly repeat: perhaps names."""
    worded = [cell for cell in cells if any(map(str.isalpha, cell)) and len(cell) < _LONG]
    return len(worded) >= 0.9 * len(cells) > 0 and len(set(map(fold, worded))) > 0.8 * len(cells)
