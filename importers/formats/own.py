"""The directory's own export, written and read back without loss: its columns, in one place.

Words come first, for a person; the code that they stand for follows between brackets where words
alone would not tell it: "Pas-de-Calais [departement:62]". Values are parted by " ; ", what is said
of one of them by " | "; inside a value these signs have a backslash before them.

Contacts that are not everybody's have columns of their own, empty unless they are asked for.

No cell begins as a formula: an apostrophe goes before, which reading takes back.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, dropwhile
from typing import Any

from domain.coverage import MAX_ZONES
from domain.geography import Point, gazetteer
from domain.kinds import kind_for
from domain.taxonomy import taxonomy
from domain.text import fold
from importers.cells import Cells
from importers.columns import MISSING
from importers.facts import (
    DEGREES,
    LabelFacts,
    PlaceFacts,
    Rejected,
    RowFacts,
    RowResult,
    ServedZone,
    ZoneFacts,
)
from importers.formats.base import Format, keyless, known_columns, nameless, rewritten
from importers.formulas import BEGINNINGS
from importers.known import SEVERAL
from importers.personal import is_personal
from importers.places import locate
from importers.territories import read_territory
from importers.unmatched import Unmatched
from importers.wording import match_label, match_network, match_service

COUNTRY = "France entière"
NO_SERVICE = "aucune activité"
YES, NO = "oui", "non"
FRANCE = "FR"
PRECISIONS = ("address", "street", "commune", "hand")  # of `PointPrecision`

_FORMULA = re.compile(f"'*[{re.escape(''.join(BEGINNINGS))}]")
_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_PAGE_ADDRESS = re.compile(r"https?://[^/\s]+/fournisseur/([1-9]\d{0,8})(?:-[^/\s]*)?", re.ASCII)
_SPECIAL = re.compile(r"[\\;|\n]")
_TOKEN = re.compile(r"\\?.|\\", re.DOTALL)
_CODE = re.compile(r"(?:.*\s)?\[([^\[\]\s]+)\]", re.DOTALL)
_RADIUS = re.compile(r"(\d{1,4}) ?km")
_DEGREES = r"(-?\d{1,3}(?:\.\d+)?(?:e-\d+)?)"
_POINT = re.compile(f"{_DEGREES}, ?{_DEGREES}")
_SLUG = re.compile(r"[a-z0-9-]{1,80}")
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Exported:
    """A supplier as the export says it. `facts` has no zones, and no contact that is private."""

    facts: RowFacts
    zones: tuple[ServedZone, ...] = ()
    private_emails: tuple[str, ...] = ()
    private_phones: tuple[str, ...] = ()


# Formulas


def neutralised(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """The cell before it was neutralised."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


# Several values in a cell


def escaped(value: str) -> str:
    return _SPECIAL.sub(lambda sign: "\\n" if sign[0] == "\n" else f"\\{sign[0]}", value)


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] == "n" else sign[1], value)


def split(cell: str, sign: str) -> list[str]:
    """The pieces between the signs that no backslash precedes, still escaped."""
    pieces = [""]
    for token in _TOKEN.findall(cell):
        if token == sign:
            pieces.append("")
        else:
            pieces[-1] += token
    return [piece.strip() for piece in pieces]


def joined(values: Iterable[str]) -> str:
    return " ; ".join(map(escaped, values))


def parted(cell: str) -> list[str]:
    return [unescaped(piece) for piece in split(cell, ";") if piece]


# Words and the codes that they stand for


def _coded(words: str, code: str, understood: str | None) -> str:
    """The words alone when they are understood as this code."""
    return words if understood == code else f"{words} [{code}]".strip()


def _service(code: str) -> str:
    known = taxonomy().services.get(code)
    label = known.label if known else ""
    return _coded(label, code, match_service(label))


def _network(slug: str) -> str:
    known = taxonomy().networks.get(slug)
    label = known.label if known else ""
    return _coded(label, slug, match_network(label))


def _territory(territory: str) -> str:
    level, _, code = territory.partition(":")
    place = gazetteer().place(level, code)  # type: ignore[arg-type]  # any level has an answer
    return _coded(place.name if place else "", territory, None)


def _label(said: LabelFacts) -> str:
    known = taxonomy().labels.get(said.label)
    label = known.label if known else ""
    dates = (day.isoformat() if day else "" for day in (said.starts_on, said.ends_on))
    parts = [_coded(label, said.label, match_label(label)), said.degree, said.issuer or "", *dates]
    return " | ".join(map(escaped, _without_last_blanks(parts)))


def _without_last_blanks(parts: list[str]) -> list[str]:
    return [*dropwhile(lambda part: not part, reversed(parts))][::-1]


def _zone(served: ServedZone) -> str:
    zone = served.zone
    reach = [COUNTRY] if zone.whole_country else []
    reach += [f"{zone.radius_km} km"] if zone.radius_km else []
    said = joined([*reach, *map(_territory, zone.territories)])
    if served.services is None:
        return said
    return f"{said} | {joined(map(_service, served.services)) or NO_SERVICE}"


# The columns


@dataclass(frozen=True, slots=True)
class Column:
    """A title, and how a value of this field of what is exported is written."""

    title: str
    field: str
    write: Callable[[Any], str] = str


def _said(write: Callable[[Any], str] = str) -> Callable[[Any], str]:
    return lambda value: "" if value is None else write(value)


COLUMNS = (
    Column("Identifiant", "source_key"),
    Column("Nom", "name"),
    Column("Enseigne", "brand", _said()),
    Column("SIRET", "siret", _said()),
    Column("Types", "kinds", joined),
    Column("Code NAF", "naf", _said()),
    Column("Forme juridique", "legal_form", _said()),
    Column("Site secondaire", "is_secondary_site", _said(lambda is_so: YES if is_so else NO)),
    Column("Capacité", "capacity", _said()),
    Column("Activités", "services", lambda codes: joined(map(_service, codes))),
    Column("Labels", "labels", lambda labels: " ; ".join(map(_label, labels))),
    Column("Réseaux", "networks", lambda slugs: joined(map(_network, slugs))),
    Column("Description", "description", _said()),
    Column("Site internet", "website", _said()),
    Column("E-mails", "emails", joined),
    Column("Téléphones", "phones", joined),
    Column("E-mails privés", "private_emails", joined),
    Column("Téléphones privés", "private_phones", joined),
    Column("Adresse", "address", _said()),
    Column("Code postal", "postcode", _said()),
    Column("Ville", "city", _said()),
    Column("Code Insee", "code_insee", _said()),
    Column("Coordonnées", "point", _said(lambda point: f"{point[0]!r}, {point[1]!r}")),
    Column("Précision du point", "point_precision", _said()),
    Column("Pays", "country"),
)
# Of the table of a network's members, which no other has together; it has no private contact.
VOUCHED, PAGE = "Garantie du réseau", "Fiche"
VOUCHED_SINCE, KEPT_SINCE = "Depuis le", "Fiche tenue depuis le"
INVITED, WRITES_TO, NOTE = "Invitation valable jusqu’au", "Adresse où lui écrire", "Note du réseau"
_OF_MEMBERS = frozenset({VOUCHED, VOUCHED_SINCE, PAGE, KEPT_SINCE, INVITED, WRITES_TO, NOTE})
ZONES = tuple(f"Zone d’intervention {number}" for number in range(1, MAX_ZONES + 1))
TITLES = (*(column.title for column in COLUMNS), *ZONES)
_OF = {column.field: fold(column.title) for column in COLUMNS}


def told_beside(titles: Iterable[str]) -> set[str]:
    """Of the table of a network's members, what the directory says of its pages: no list says it.

    A column that says what a page lacks is one wherever it is.
    """
    known = set(titles)
    of_members = known & _OF_MEMBERS if {VOUCHED, PAGE} <= known else set[str]()
    return of_members | {title for title in known if title.startswith(MISSING)}


def number_of_page(address: str) -> int | None:
    """That of the supplier whose page has this address, on whatever site."""
    found = _PAGE_ADDRESS.fullmatch(address)
    return int(found[1]) if found else None


def rows(suppliers: Iterable[Exported]) -> Iterator[tuple[str, ...]]:
    """The titles, then a row for each supplier, for whatever writes CSV or a workbook."""
    yield TITLES
    for supplier in suppliers:
        parts = (supplier, supplier.facts, supplier.facts.place)
        zones = [_zone(served) for served in supplier.zones]
        cells = [column.write(_value(parts, column.field)) for column in COLUMNS]
        cells += zones + [""] * (len(ZONES) - len(zones))
        yield tuple(map(neutralised, cells))


def _value(parts: Iterable[object], field: str) -> Any:
    return next(getattr(part, field) for part in parts if hasattr(part, field))


# Reading


def exported(cells: Cells) -> Exported | Rejected:
    """What `rows` was given, but for the row's line and notes."""
    if rejected := nameless(cells, _OF["name"]):
        return rejected
    key = cells.raw(_OF["source_key"])
    if not key:
        return keyless(cells, _OF["source_key"])
    words = Unmatched(cells)
    siret = cells.siret(_OF["siret"])
    place = _read_place(cells)
    zones = tuple(_read_zones(cells, words, place))
    secondary = fold(cells.text(_OF["is_secondary_site"]))
    facts = RowFacts(
        line=cells.line,
        source_key=key,
        name=cells.text(_OF["name"]),
        original_name=cells.text(_OF["name"]),
        brand=_text(cells, "brand"),
        siret=siret.value if siret else None,
        siret_problem=siret.problem if siret else None,
        kinds=_read(words, "kinds", _kind_of),
        naf=cells.naf(_OF["naf"]),
        legal_form=_text(cells, "legal_form"),
        is_secondary_site=secondary == YES if secondary else None,
        capacity=cells.whole(_OF["capacity"]),
        description=cells.prose(_OF["description"]) or None,
        website=_read_website(cells),
        emails=cells.emails(_OF["emails"]),
        phones=cells.phones(_OF["phones"]),
        address=_text(cells, "address"),
        place=place,
        country=_read_country(cells),
        services=_read(words, "services", _service_of),
        labels=tuple(_read_labels(words)),
        networks=_read(words, "networks", _network_of),
        unmatched=words.by_title,
    )
    private = cells.emails(_OF["private_emails"]), cells.phones(_OF["private_phones"])
    return Exported(replace(facts, notes=tuple(cells.notes)), zones, *private)


def read(cells: Cells) -> RowResult:
    """A row as an import takes it: a file proves no label."""
    supplier = exported(cells)
    if isinstance(supplier, Rejected):
        return supplier
    facts, zones = supplier.facts, supplier.zones
    is_one = len(zones) == 1 and zones[0].services is None
    private = (*supplier.private_emails, *supplier.private_phones)
    return replace(
        facts,
        number=int(facts.source_key) if _NUMBER.fullmatch(facts.source_key) else None,
        zone=zones[0].zone if is_one else None,
        zones=() if is_one else zones,
        labels=tuple(replace(label, degree=DEGREES[0]) for label in facts.labels),
        emails=_each_once(facts.emails, supplier.private_emails),
        phones=_each_once(facts.phones, supplier.private_phones),
        private=private,
        lacks_private=not private,
        emptied=frozenset(name for name in SEVERAL if cells.are_empty([_OF[name]])),
        notes=tuple(cells.notes),
    )


def _each_once(*values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain(*values)))


def _text(cells: Cells, field: str) -> str | None:
    return cells.text(_OF[field]) or None


def _read_website(cells: Cells) -> str | None:
    """As it is written, with its scheme or without."""
    return _text(cells, "website") if cells.website(_OF["website"]) else None


def _code_in(words: str) -> str | None:
    found = _CODE.fullmatch(words)
    return found[1] if found else None


def _kind_of(words: str) -> str | None:
    kind = kind_for(words)
    return kind.code if kind else None


def _service_of(words: str) -> str | None:
    code = _code_in(words)
    return code if code in taxonomy().services else match_service(words)


def _network_of(words: str) -> str | None:
    code = _code_in(words)
    return code if code and _SLUG.fullmatch(code) else match_network(words)


def _label_of(words: str) -> str | None:
    return _code_in(words) or match_label(words)


def _read(words: Unmatched, field: str, match: Callable[[str], str | None]) -> tuple[str, ...]:
    return tuple(_matched(words, field, _OF[field], parted(words.cells.raw(_OF[field])), match))


def _matched(
    words: Unmatched, field: str, column: str, said: list[str], match: Callable[[str], str | None]
) -> Iterator[str]:
    for part in dict.fromkeys(said):
        if code := match(part):
            yield code
        else:
            words.miss(field, column, part)


def _read_labels(words: Unmatched) -> Iterator[LabelFacts]:
    column = _OF["labels"]
    for piece in filter(None, split(words.cells.raw(column), ";")):
        name, degree, issuer, *dates = [*map(unescaped, split(piece, "|")), "", "", "", ""][:5]
        for label in _matched(words, "labels", column, [name], _label_of):
            known = degree if degree in DEGREES else DEGREES[0]
            if is_personal(issuer):
                issuer = words.cells.public(column, issuer)
            yield LabelFacts(label, known, issuer or None, *map(_day, dates))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_zones(cells: Cells, words: Unmatched, home: PlaceFacts) -> Iterator[ServedZone]:
    for column in map(fold, ZONES):
        reach, services = [*split(cells.raw(column), "|"), ""][:2]
        zone = _read_reach(words, column, parted(reach), home)
        named = [part for part in parted(services) if fold(part) != fold(NO_SERVICE)]
        matched = tuple(_matched(words, "services", column, named, _service_of))
        if zone:
            yield ServedZone(zone, matched if services else None)


def _read_reach(
    words: Unmatched, column: str, parts: list[str], home: PlaceFacts
) -> ZoneFacts | None:
    country, radius, territories = False, None, dict[str, None]()
    for part in parts:
        if fold(part) == fold(COUNTRY):
            country = True
        elif found := _RADIUS.fullmatch(part):
            radius = int(found[1])
        elif known := _territories_of(part, home):
            territories |= dict.fromkeys(known)
        else:
            words.miss("zone", column, part)
    if not (country or radius or territories):
        return None
    return ZoneFacts(country, radius, tuple(territories))


def _territories_of(words: str, home: PlaceFacts) -> tuple[str, ...]:
    code = _code_in(words)
    return (code,) if code and ":" in code else read_territory(words, home)


def _read_place(cells: Cells) -> PlaceFacts:
    """As it is written when its commune's code and name agree; else somebody changed it."""
    point, precision = _read_point(cells), _text(cells, "point_precision")
    if point and precision not in PRECISIONS:
        precision = PRECISIONS[0]
    said = PlaceFacts(
        postcode=_text(cells, "postcode"),
        city=_text(cells, "city"),
        code_insee=_text(cells, "code_insee"),
        point=point,
        point_precision=precision if point else None,
    )
    commune = gazetteer().commune(said.code_insee) if said.code_insee else None
    agrees = commune is not None and fold(said.city or commune.name) == fold(commune.name)
    if agrees or _read_country(cells) != FRANCE:
        return said
    return locate(cells, city_column=_OF["city"], postcode_column=_OF["postcode"], point=point)


def _read_country(cells: Cells) -> str:
    said = cells.text(_OF["country"]).upper()
    return said if _COUNTRY_CODE.fullmatch(said) else FRANCE


def _read_point(cells: Cells) -> Point | None:
    text = cells.raw(_OF["point"])
    found = _POINT.fullmatch(text)
    latitude, longitude = map(float, found.groups()) if found else (0, 0)
    if found and abs(latitude) <= 90 and abs(longitude) <= 180:
        return Point(latitude, longitude)
    if text:
        cells.note(_OF["point"], "coordonnées illisibles, laissées de côté", "47.4784, -0.5632")
    return None


REQUIRED = ("Identifiant", "Nom", "Types", "Coordonnées", "Précision du point", ZONES[0])

FORMAT = Format(
    "reperess",
    "Export de l’annuaire",
    "export",
    rewritten(known_columns(REQUIRED, TITLES, read), lambda _title, cell: restored(cell)),
)
