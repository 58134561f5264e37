"""A list made by hand: the columns are guessed from their titles, services read from words.

The key of a row is its identifier if the list has one, else its SIRET, folded name and commune:
rows may change places, a row may change in everything else.
"""

from collections.abc import Callable
from functools import partial

from domain.text import fold
from importers.cells import Cells, quotable
from importers.columns import Columns, guess_columns
from importers.facts import LabelFacts, Note, PlaceFacts, RowFacts, RowResult, ZoneFacts
from importers.formats.base import Binding, Format, nameless, read_row
from importers.known import SEVERAL
from importers.names import readable
from importers.places import locate, read_point
from importers.wording import (
    Match,
    hint,
    match_label,
    match_network,
    match_service,
    match_type,
    split_words,
)
from importers.zones import read_zone


def bind(titles: tuple[str, ...]) -> Binding | None:
    """Recognised with a name and one column more that says something of a supplier."""
    columns = guess_columns(titles).with_name()
    if not columns.has("name") or len(columns) < 2:
        return None
    return Binding(
        lambda row: read_row(row, titles, partial(read, columns=columns)), columns.ignored
    )


def read(cells: Cells, columns: Columns) -> RowResult:
    name_column = columns.first("name")
    if rejected := nameless(cells, name_column):
        return rejected
    siret = cells.siret(columns.first("siret"))
    place = _place(cells, columns)
    name = cells.text(name_column)
    words = Words(cells, columns)
    types = words.read("kinds", match_type)
    forms = filter(None, (cells.text(columns.first("legal_form")), *_said(types, "form:")))
    services = words.read("services", match_service)
    labels = dict.fromkeys((*words.read("labels", match_label), *_said(types, "label:")))
    networks = words.read("networks", match_network)
    zone = _zone(cells, columns, words, place)
    return RowFacts(
        line=cells.line,
        source_key=_key(cells, columns, siret.value if siret else "", place),
        name=readable(name),
        original_name=name,
        brand=readable(cells.text(columns.first("brand"))) or None,
        siret=siret.value if siret else None,
        siret_problem=siret.problem if siret else None,
        kinds=_said(types, "kind:"),
        naf=cells.naf(columns.first("naf")),
        legal_form=next(forms, None),
        capacity=cells.whole(columns.first("capacity")),
        description=cells.prose(columns.first("description")) or None,
        website=cells.website(columns.first("website")),
        emails=_every(columns.all("emails"), cells.emails),
        phones=_every(columns.all("phones"), cells.phones),
        address=_address(cells, columns),
        place=place,
        services=services,
        zone=zone,
        labels=tuple(LabelFacts(label) for label in labels),
        networks=networks,
        unmatched=words.unmatched,
        emptied=frozenset(f for f in SEVERAL if cells.are_empty(columns.all(f))),
        notes=tuple(cells.notes),
    )


class Words:
    """Reads cells of several words; those that match nothing are kept, by title, and noted."""

    def __init__(self, cells: Cells, columns: Columns) -> None:
        self.cells = cells
        self.columns = columns
        self.unmatched: dict[str, tuple[str, ...]] = {}

    def read(self, field: str, match: Match) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for column in self.columns.all(field):
            for words in split_words(self.cells.lines(column), match):
                matched = match(words)
                if matched:
                    found[matched] = None
                else:
                    self.miss(field, column, words)
        return tuple(found)

    def miss(self, field: str, column: str, words: str) -> None:
        title = self.cells.title(column)
        self.unmatched[title] = (*self.unmatched.get(title, ()), words)
        said = quotable(words)
        message = f"{title} : « {said} » ne correspond à rien de connu"
        self.cells.notes.append(Note(title, said, message, hint(field, said)))


def _said(types: tuple[str, ...], prefix: str) -> tuple[str, ...]:
    return tuple(said.removeprefix(prefix) for said in types if said.startswith(prefix))


def _place(cells: Cells, columns: Columns) -> PlaceFacts:
    return locate(
        cells,
        city_column=columns.first("city"),
        postcode_column=columns.first("postcode"),
        code_insee=cells.zeros(columns.first("code_insee"), 5, "code_insee_zero") or None,
        departement=cells.text(columns.first("departement")) or None,
        point=read_point(cells, columns.first("latitude"), columns.first("longitude")),
    )


def _zone(cells: Cells, columns: Columns, words: Words, home: PlaceFacts) -> ZoneFacts | None:
    column = columns.first("zone")
    # "06 07 13 83 84" are départements, not a telephone.
    zone, missed = read_zone(cells.raw(column), cells.title(column), home)
    for part in missed:
        words.miss("zone", column, cells.public(column, part))
    return zone


def _address(cells: Cells, columns: Columns) -> str | None:
    return ", ".join(filter(None, map(cells.text, columns.all("address")))) or None


def _every(columns: tuple[str, ...], read: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for column in columns for value in read(column)))


def _key(cells: Cells, columns: Columns, siret: str, place: PlaceFacts) -> str:
    identifier = cells.raw(columns.first("id"))
    if identifier:
        return f"id:{identifier}"
    commune = place.code_insee or fold(place.city or "")
    return "|".join((siret.replace(" ", ""), fold(cells.text(columns.first("name"))), commune))


FORMAT = Format("generic", "Liste faite à la main", None, bind)
