"""Structures in the schema of data·inclusion: its API and dumps in JSON, its import workbook.

It lists whoever helps people back to work; suppliers are those that a network of ours carries.
The workbook's second row explains its columns, and says so in `__ignore__`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.kinds import kind_for
from domain.taxonomy import taxonomy
from domain.text import fold
from importers.cells import Cells
from importers.facts import RowFacts, RowResult
from importers.formats.base import Format, keyless, known_columns, named, nameless
from importers.places import locate, read_point

CARRIED_BY = "reseaux porteurs"
REQUIRED = ("id", "nom", "siret", "code_postal", "commune", "reseaux_porteurs")
USED = (
    "__ignore__",
    "source",
    "date_maj",
    "adresse",
    "complement_adresse",
    "code_insee",
    "latitude",
    "longitude",
    "courriel",
    "telephone",
    "site_web",
    "description",
    # Of a person who visits: nothing that a buyer needs.
    "lien_source",
    "horaires_accueil",
    "accessibilite_lieu",
)
CONTACTS = {"emails": "courriel", "phones": "telephone"}
ADDRESS = ("adresse", "complement adresse")
TRUE = frozenset({"oui", "vrai", "true", "1"})


@dataclass(frozen=True, slots=True)
class Carriers:
    """What its networks say of a structure; `others` carry no supplier, such as France Travail."""

    kinds: tuple[str, ...]
    networks: tuple[str, ...]
    others: tuple[str, ...]


def carriers(cells: Cells) -> Carriers:
    said = [word for word in _words(cells.raw(CARRIED_BY)) if word]
    kinds = {word: kind.code for word in said if (kind := kind_for(word))}
    rest = [word for word in said if word not in kinds]
    networks = {word: known.id for word in rest if (known := taxonomy().network_for(word))}
    others = tuple(word for word in rest if word not in networks)
    return Carriers(_each(kinds.values()), _each(networks.values()), others)


def _words(cell: str) -> list[str]:
    """One a line in JSON; between brackets and quotes, with commas, in a dump as a table."""
    plain = cell.translate(str.maketrans('[]{}",;', "    \n\n\n"))
    return [word.strip(" '") for word in plain.splitlines()]


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def concerns(cells: Cells) -> bool:
    """Whether it may be a supplier: a list that says no network at all may be one's members."""
    if fold(cells.text("ignore")) in TRUE:
        return False
    said = carriers(cells)
    return bool(said.kinds or said.networks or not said.others)


def read(cells: Cells) -> RowResult:
    if rejected := nameless(cells, "nom"):
        return rejected
    key = cells.raw("id")
    if not key:
        return keyless(cells, "id")
    place = locate(
        cells,
        city_column="commune",
        postcode_column="code postal",
        code_insee=cells.zeros("code insee", 5, "code_insee_zero") or None,
        point=read_point(cells, "latitude", "longitude"),
    )
    said = carriers(cells)
    return RowFacts(
        **named(cells, "nom", "siret"),
        source_key=":".join(filter(None, (cells.raw("source"), key))),
        kinds=said.kinds,
        networks=said.networks,
        description=cells.prose("description") or None,
        website=cells.website("site web"),
        emails=cells.emails(CONTACTS["emails"]),
        phones=cells.phones(CONTACTS["phones"]),
        address=", ".join(filter(None, map(cells.text, ADDRESS))) or None,
        place=place,
        emptied=frozenset(f for f, column in CONTACTS.items() if cells.are_empty([column])),
        notes=tuple(cells.notes),
    )


FORMAT = Format(
    "data-inclusion",
    "Structures au schéma data·inclusion",
    "data-inclusion",
    known_columns(REQUIRED, USED, read, concerns),
)
