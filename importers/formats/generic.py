"""A list made by hand: the columns are guessed from their titles, services read from words.

The key of a row is its identifier if the list has one, else its SIRET, folded name and commune.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any

from domain.text import fold
from importers.addresses import seat_in
from importers.asides import says_nothing
from importers.cells import Cells
from importers.columns import Columns, guess_columns
from importers.facts import LabelFacts, PlaceFacts, RowFacts, RowResult, ZoneFacts
from importers.formats.base import Binding, Format, nameless, read_row, siren_of, without_name
from importers.formats.own import PAGE, VOUCHED, number_of_page
from importers.keys import key_without_identifier
from importers.known import SEVERAL
from importers.names import readable, without_bullet
from importers.parting import split_words
from importers.personal import is_personal
from importers.persons import PERSON, is_person, may_name_a_person
from importers.places import locate, read_point
from importers.ticks import ticked_words
from importers.unmatched import Unmatched
from importers.wording import MEANINGS, Match, each_meaning, meant
from importers.zones import read_zone

NO_MEANINGS: Mapping[str, str] = {}


def bind(titles: tuple[str, ...]) -> Binding | None:
    """Recognised with a name and one column more that says something of a supplier."""
    columns = guess_columns(titles).with_name()
    if not columns.has("name") or len(columns) < 2:
        return None
    return bind_columns(titles, columns)


def bind_columns(
    titles: tuple[str, ...], columns: Columns, meanings: Mapping[str, str] = NO_MEANINGS
) -> Binding:
    """`meanings` are those that a person gave to words, folded."""
    reader = partial(read, columns=columns, meanings=meanings)
    return Binding(lambda row: read_row(row, titles, reader), columns.ignored)


def read(cells: Cells, columns: Columns, meanings: Mapping[str, str] = NO_MEANINGS) -> RowResult:
    name_column = columns.first("name")
    if rejected := nameless(cells, name_column):
        return rejected
    if says_nothing(cells.text(name_column)):
        return without_name(cells, name_column)
    siret = cells.siret(columns.first("siret"))
    address = _street(cells, columns)
    place = _place(cells, columns, address)
    name = cells.text(name_column)
    if is_person(without_bullet(name)) or _names_whom_to_call(cells.raw(name_column), name):
        mend = "si c’est bien une personne, écrire à la place le nom de la structure"
        cells.note(name_column, PERSON, mend)
    words = Words(cells, columns, meanings)
    said = {field: words.read(field) for field in (*MEANINGS, "ticked")}
    forms = (cells.text(columns.first("legal_form")), *_meant(said, "kinds", "form"))
    zone = _zone(cells, columns, words, place)
    return RowFacts(
        line=cells.line,
        source_key=_key(cells, columns, siret.value if siret else "", place),
        name=readable(name),
        original_name=name,
        brand=readable(cells.text(columns.first("brand"))) or None,
        siret=siret.value if siret else None,
        siret_problem=siret.problem if siret else None,
        siren=None if siret else siren_of(cells, columns.first("siren")),
        kinds=_meant(said, "kinds", "kind"),
        naf=cells.naf(columns.first("naf")),
        legal_form=next(filter(None, forms), None),
        capacity=cells.whole(columns.first("capacity")),
        description=cells.prose(columns.first("description")) or None,
        website=cells.website(columns.first("website")),
        emails=_every(columns.all("emails"), cells.emails),
        phones=_every(columns.all("phones"), cells.phones),
        address=address,
        place=place,
        services=_meant(said, "services", "service"),
        zone=zone,
        labels=tuple(map(LabelFacts, _meant(said, "labels", "label"))),
        networks=_meant(said, "networks", "network"),
        **_page(cells),
        lacks_private=cells.have(VOUCHED, PAGE),
        unmatched=words.by_title,
        has_unknown_services=not words.fields.isdisjoint({"services", "ticked"}),
        emptied=frozenset(f for f in SEVERAL if _is_emptied(cells, columns, words, f)),
        notes=tuple(cells.notes),
    )


def _page(cells: Cells) -> dict[str, Any]:
    """Of the table of a network's members, which says where each one's page is."""
    address = cells.raw(fold(PAGE))
    number = number_of_page(address)
    return {"number": number, "page": address} if number else {}


def _names_whom_to_call(written: str, name: str) -> bool:
    """ "Ferme des Ormes (voir Paul 06 11 22 33 44)": whose number was taken out of the name."""
    return is_personal(written) and may_name_a_person(name)


class Words(Unmatched):
    """Reads cells of several words."""

    def __init__(self, cells: Cells, columns: Columns, meanings: Mapping[str, str]) -> None:
        super().__init__(cells)
        self.columns = columns
        self.meanings = meanings

    def read(self, field: str) -> tuple[str, ...]:
        """What the field's words mean ("service:repassage"), each once."""
        found: dict[str, None] = {}
        match = meant(field, self.meanings)
        for column, words in words_said(self.cells, self.columns, field, match):
            meanings = each_meaning(match(words))
            found |= dict.fromkeys(meanings)
            if not meanings:
                self.miss(field, column, words)
        return tuple(found)

    def ticks(self, field: str) -> tuple[str, ...]:
        """The columns of ticks that say something of the field."""
        if not self.columns.has("ticked"):
            return ()
        match, prefix = meant("ticked", self.meanings), f"{field.removesuffix('s')}:"
        columns = self.columns.all("ticked")
        meanings = {c: each_meaning(match(ticked_words(self.cells.title(c)))) for c in columns}
        return tuple(c for c in columns if any(m.startswith(prefix) for m in meanings[c]))


def words_said(
    cells: Cells, columns: Columns, field: str, match: Match
) -> Iterator[tuple[str, str]]:
    """Each wording of the row's cells of this field, with its column.

    A column of ticks says its title.
    """
    for column in columns.all(field):
        if field != "ticked":
            yield from ((column, words) for words in split_words(cells.lines(column), match))
        elif cells.is_ticked(column):
            yield column, ticked_words(cells.title(column))


def _is_emptied(cells: Cells, columns: Columns, words: Words, field: str) -> bool:
    """Whether the row has cells for this field, and none says anything."""
    ticks = words.ticks(field)
    if not ticks:
        return cells.are_empty(columns.all(field))
    written = columns.all(field)
    return (not written or cells.are_empty(written)) and cells.are_unticked(ticks)


def _meant(said: Mapping[str, tuple[str, ...]], field: str, prefix: str) -> tuple[str, ...]:
    """The meanings of one sort, those of the field's own columns first."""
    everywhere = dict.fromkeys(chain(said[field], *said.values()))
    lead = f"{prefix}:"
    return tuple(m.removeprefix(lead) for m in everywhere if m.startswith(lead))


def _place(cells: Cells, columns: Columns, street: str | None) -> PlaceFacts:
    point = read_point(cells, columns.first("latitude"), columns.first("longitude"))
    return locate(
        cells,
        city_column=columns.first("city"),
        postcode_column=columns.first("postcode"),
        code_insee=cells.zeros(columns.first("code_insee"), 5, "code_insee_zero") or None,
        departement=cells.text(columns.first("departement")) or None,
        street=None if point else street,
        point=point,
    )


def _street(cells: Cells, columns: Columns) -> str | None:
    """The address, without the town that it ends with when nothing else in the row says one."""
    address = ", ".join(filter(None, map(cells.text, columns.all("address"))))
    city, postcode = columns.first("city"), columns.first("postcode")
    if not address or cells.raw(city) or cells.raw(postcode):
        return address or None
    street, town = seat_in(address) or (address, ("", ""))
    for column, said in zip((city, postcode), town, strict=True):
        cells.say(column, said, of=columns.first("address"))
    return street or None


def _zone(cells: Cells, columns: Columns, words: Words, home: PlaceFacts) -> ZoneFacts | None:
    column = columns.first("zone")
    # "06 07 13 83 84" are départements, not a telephone.
    zone, missed = read_zone(cells.raw(column), cells.title(column), home)
    for part in missed:
        words.miss("zone", column, part)
    return zone


def _every(columns: tuple[str, ...], read: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for column in columns for value in read(column)))


def _key(cells: Cells, columns: Columns, siret: str, place: PlaceFacts) -> str:
    identifier = cells.raw(columns.first("id"))
    if identifier:
        return f"id:{_digest(identifier) if is_personal(identifier) else identifier}"
    commune = place.code_insee or fold(place.city or "")
    return key_without_identifier(siret, cells.text(columns.first("name")), commune)


def _digest(identifier: str) -> str:
    """Keys are kept: what identifies a person too is known again without being written."""
    return hashlib.blake2b(identifier.lower().encode(), digest_size=16).hexdigest()


FORMAT = Format("generic", "Liste faite à la main", None, bind)
