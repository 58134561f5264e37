"""The commune of an address, from what a file says of it: one answer, or none."""

from collections.abc import Collection, Iterator
from itertools import chain

from domain.geography.names import canonical
from domain.geography.postcodes import departements_of_unserved
from domain.geography.tables import Tables

# What post offices are called, and no commune: of places in several, the one that most are in.
_OFFICES = {
    "la defense": "92062",
    "paris la defense": "92062",
    "roissy cdg": "95527",
    "roissy charles de gaulle": "95527",
    "sophia antipolis": "06152",
    "valbonne sophia antipolis": "06152",
}


def resolve(
    tables: Tables,
    name: str | None,
    postcode: str | None,
    code_insee: str | None,
    departement: str | None,
) -> int | None:
    """The commune's position; None when nothing says it, or when two are as likely."""
    if code_insee:
        position = tables.position("commune", code_insee.strip().upper())
        if position is not None:
            return position
    words = canonical(name or "")
    served = tables.at_postcode((postcode or "").strip())
    if not postcode and not departement:
        return _only_one(_told(tables, words), range(tables.commune_count))
    there = _only_one(chain(_told(tables, words), _alike(tables, words)), served)
    if there is not None:
        return there
    around = _around(tables, served, postcode, departement)
    # What a postcode serves is surer than a name that has to be mended to be found elsewhere.
    readings = _exact if served else _nearly
    position = _only_one(readings(tables, words), around)
    is_hamlet = not any(map(tables.is_commune, tables.index.named(words)))
    return served[0] if position is None and len(served) == 1 and is_hamlet else position


def _around(
    tables: Tables, served: list[int], postcode: str | None, departement: str | None
) -> Collection[int]:
    """The communes of the département."""
    codes = _departements(tables, served, postcode, departement)
    return {i for i in range(tables.commune_count) if tables.departements[i] in codes}


def _departements(
    tables: Tables, served: list[int], postcode: str | None, departement: str | None
) -> set[str]:
    if served:
        return {tables.departements[i] for i in served}
    if postcode:
        return departements_of_unserved(postcode.strip())
    position = tables.called("departement", departement) if departement else None
    return set() if position is None else {tables.codes[position]}


def _exact(tables: Tables, words: str) -> Iterator[list[int]]:
    yield tables.index.named(words)
    yield tables.index.otherwise_named(words)


def _told(tables: Tables, words: str) -> Iterator[list[int]]:
    """As an address may: by a commune's name, or its post office's."""
    yield from _exact(tables, words)
    code = _OFFICES.get(words.rstrip(" 0123456789"))
    position = tables.position("commune", code) if code else None
    yield [] if position is None else [position]


def _alike(tables: Tables, words: str) -> Iterator[list[int]]:
    """Sure enough within a postcode only."""
    yield from tables.index.beginning(words + " ")  # "Fontenay" for Fontenay-le-Comte
    yield from _cut(tables, words)
    yield from tables.index.mistyped(words)


def _nearly(tables: Tables, words: str) -> Iterator[list[int]]:
    """Sure enough within a département: "Marville", of the Meuse, is no slip for Merville."""
    yield from _told(tables, words)
    yield from tables.index.beginning(words + " ")
    if not any(map(tables.is_commune, chain(*_exact(tables, words)))):
        yield from _cut(tables, words)
        yield from tables.index.slipped(words)


def _cut(tables: Tables, words: str) -> Iterator[list[int]]:
    parts = words.split()
    for cut in range(len(parts) - 1, 0, -1):  # "Berck-sur-Mer" for Berck
        yield tables.index.named(" ".join(parts[:cut]))


def _only_one(readings: Iterator[list[int]], scope: Collection[int]) -> int | None:
    """The only commune of the scope in the first reading that has any there."""
    for positions in readings:
        found = {i for i in positions if i in scope}
        if found:
            return found.pop() if len(found) == 1 else None
    return None
