"""Where the facts of a supplier come from, and from when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.db import db
from app.demo import SOURCE as DEMO
from app.structures.facts import ADDRESS_BASE, MODERATION, NETWORK, NETWORK_LIST, STRUCTURE
from app.templating import day, typo
from app.vocabulary import network_names
from domain.kinds import KINDS
from domain.models import Contact, Supplier, in_force, today
from importers.formats import FORMATS

# Of several formats of one source, that which bears its name names it.
_IN_ORDER = sorted(FORMATS, key=lambda format_: format_.name == format_.source)
_NAMES = {format_.source: format_.label for format_ in _IN_ORDER if format_.source} | {
    DEMO: "Démonstration",
    STRUCTURE: "La structure elle-même",
    MODERATION: "L’équipe de l’annuaire",
    ADDRESS_BASE: "Base Adresse Nationale",
}

# Columns of the supplier, as Provenance names them; together, what a reader calls one thing.
_FIELDS = {
    "name": "nom",
    "brand": "nom",
    "description": "description",
    "siret": "identité",
    "naf": "identité",
    "legal_form": "identité",
    "siret_problem": "identité",
    "is_secondary_site": "identité",
    "capacity": "chiffres",
    "staff": "chiffres",
    "insertion_jobs": "chiffres",
    "disabled_workers": "chiffres",
    "figures_year": "chiffres",
    "own_words": "services",
    "activities": "services",
    "contacts": "coordonnées",
    "open_to_cocontracting": "co-traitance",
    "cocontracting_note": "co-traitance",
    "website": "site",
    "point": "position sur la carte",
}
_ELSE = "adresse"


def source_name(source: str) -> str:
    """As people call it; itself when it is none of ours."""
    if source.startswith((NETWORK, NETWORK_LIST)):
        slug = source.partition(":")[2]
        return network_names(db.session).get(slug, slug)
    return _NAMES.get(source, source)


def _voice(source: str) -> str:
    """A network speaks by its list or by its managers: told once, as readers know it."""
    if source.startswith(NETWORK_LIST):
        return NETWORK + source.removeprefix(NETWORK_LIST)
    return source


# A source, and the day of what it said.
Said = tuple[str, date]


@dataclass(frozen=True, slots=True)
class SourceLine:
    source: str
    as_of: date
    facts: tuple[str, ...]


def source_lines(supplier: Supplier, contacts: Iterable[Contact]) -> tuple[SourceLine, ...]:
    """The most recent first; a source that brought nothing shown still counts as a mention."""
    facts: dict[tuple[date, str], dict[str, None]] = defaultdict(dict)
    for record in supplier.records:
        facts[record.as_of, _voice(record.source)].update({})
    for as_of, source, name in _facts(supplier, contacts):
        facts[as_of, _voice(source)][name] = None
    return tuple(
        SourceLine(source_name(source), as_of, tuple(names))
        for (as_of, source), names in sorted(facts.items(), reverse=True)
    )


def all_said(supplier: Supplier, contacts: Iterable[Contact]) -> Iterator[Said]:
    """Who said each thing that the page shows, and when."""
    for record in supplier.records:
        yield record.source, record.as_of
    for as_of, source, _name in _facts(supplier, contacts):
        if source != ADDRESS_BASE:
            yield source, as_of


def _facts(supplier: Supplier, contacts: Iterable[Contact]) -> Iterator[tuple[date, str, str]]:
    for fact in supplier.provenances:
        yield fact.as_of, fact.source, _FIELDS.get(fact.field, _ELSE)
    for name, rows in (
        ("type de structure", supplier.kinds),
        ("services", supplier.activities),
        ("zone d’intervention", supplier.zones),
        ("labels", supplier.labels),
        ("réseaux", supplier.memberships),
        ("références", supplier.references),
        ("coordonnées", contacts),
    ):
        for row in rows:
            yield row.as_of, row.source, name
    for picture in supplier.pictures:
        yield picture.added_at.date(), picture.source, "images"


# Block of the page → the columns that it shows.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "activities": ("own_words",),
    "description": ("description",),
    "figures": ("capacity", "staff", "insertion_jobs", "disabled_workers"),
    "references": (),
    "cocontracting": ("open_to_cocontracting",),
    "pictures": (),
    "contacts": ("address", "website"),
    # Lines of the identity: an official source says one, the structure the other.
    "siret": ("siret",),
    "legal_form": ("legal_form",),
}


def said_by(supplier: Supplier, contacts: Iterable[Contact]) -> Mapping[str, tuple[str, ...]]:
    """Block of the page → who says what it shows, and when last, a sentence each."""
    rows: dict[str, list[Said]] = {
        "activities": [(row.source, row.as_of) for row in supplier.activities],
        "references": [(row.source, row.as_of) for row in supplier.references],
        "contacts": [(row.source, row.as_of) for row in contacts],
        "pictures": [(row.source, row.added_at.date()) for row in supplier.pictures],
    }
    rows["activities"] += [(zone.source, zone.as_of) for zone in supplier.zones]
    return {
        block: _sayings([*rows.get(block, ()), *_of_columns(supplier, columns)])
        for block, columns in _SHOWN.items()
    }


@dataclass(frozen=True, slots=True)
class KindSaid:
    """A kind in force, with its dates and who says it."""

    name: str
    starts_on: date | None
    ends_on: date | None
    said: str


def kinds_said(supplier: Supplier) -> tuple[KindSaid, ...]:
    current = supplier.kinds_on(today())
    return tuple(
        KindSaid(KINDS[row.code].short, row.starts_on, row.ends_on, saying(row.source, row.as_of))
        for row in supplier.kinds
        if row.code in current
        and row.code in KINDS
        and in_force(row.starts_on, row.ends_on, today())
    )


def _of_columns(supplier: Supplier, columns: Iterable[str]) -> Iterator[Said]:
    """A column that is empty shows nothing: who emptied it is told by the history."""
    for fact in supplier.provenances:
        if fact.field in columns and getattr(supplier, fact.field) not in (None, "", []):
            yield fact.source, fact.as_of


def _sayings(facts: Iterable[Said]) -> tuple[str, ...]:
    latest: dict[str, date] = {}
    for source, as_of in facts:
        voice = _voice(source)
        latest[voice] = max(as_of, latest.get(voice, as_of))
    in_order = sorted(latest.items(), key=lambda said: said[1], reverse=True)
    return tuple(saying(source, as_of) for source, as_of in in_order)


def saying(source: str, as_of: date) -> str:
    """ "Dit par la structure le 3 mars 2026."; of others, their name and the date."""
    if source == STRUCTURE:
        return f"Dit par la structure le {day(as_of)}."
    if source == MODERATION:
        return f"Complété par l’équipe de l’annuaire le {day(as_of)}."
    return typo(f"Source : {source_name(source)}, {day(as_of)}.")
