"""The commune of an address, from what a file says of it: one answer, or none."""

from collections.abc import Collection, Iterator
from itertools import chain

from domain.geography.names import canonical
from domain.geography.postcodes import departements_of_unserved
from domain.geography.tables import Tables


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
        return _only_one(_exact(tables, words), range(tables.commune_count))
    for scope in _scopes(tables, served, postcode, departement):
        position = _only_one(chain(_exact(tables, words), _alike(tables, words)), scope)
        if position is not None:
            return position
    is_hamlet = not any(map(tables.is_commune, tables.index.named(words)))
    return served[0] if len(served) == 1 and is_hamlet else None


def _scopes(
    tables: Tables, served: list[int], postcode: str | None, departement: str | None
) -> Iterator[Collection[int]]:
    """Where the name is looked for: at the postcode, then in the département."""
    yield served
    codes = _departements(tables, served, postcode, departement)
    yield {i for i in range(tables.commune_count) if tables.departements[i] in codes}


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


def _alike(tables: Tables, words: str) -> Iterator[list[int]]:
    """Sure enough within a postcode or a département only."""
    yield from tables.index.beginning(words + " ")  # "Fontenay" for Fontenay-le-Comte
    parts = words.split()
    for cut in range(len(parts) - 1, 0, -1):  # "Berck-sur-Mer" for Berck
        yield tables.index.named(" ".join(parts[:cut]))
    yield from tables.index.mistyped(words)


def _only_one(readings: Iterator[list[int]], scope: Collection[int]) -> int | None:
    """The only commune of the scope in the first reading that has any there."""
    for positions in readings:
        found = {i for i in positions if i in scope}
        if found:
            return found.pop() if len(found) == 1 else None
    return None
