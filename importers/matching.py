"""Which supplier a row is about: a decision with its reason, never a silent merge."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.compatibility import compatible
from domain.text import fold
from importers.facts import RowFacts
from importers.keys import ListedKeys, but_for_commune, but_for_name, is_without_identifier
from importers.known import Facts, Known, KnownSupplier

BY_A_PERSON = "rapprochée par une personne"
QUOTED = "fiche exportée de cet annuaire"
RENAMED = "renommée : même SIRET, même commune"
MOVED = "autre commune : même SIRET, même nom"
NUMBERED = "autre identifiant : même SIRET, même nom, même commune"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record that a row says again. `reason` when it had another key: why it is that one."""

    supplier: KnownSupplier
    key: str
    reason: str | None = None


def earlier_record(row: RowFacts, facts: Facts, known: Known) -> Earlier | None:
    """What the source said of the row's structure in an earlier list."""
    key = row.source_key
    if supplier := known.by_key.get(key):
        return Earlier(supplier, key)
    if known.listed is None:
        return None
    if key in known.links:  # a person has said who it is
        linked = known.linked(key)
        return _left(linked, known, known.listed) if linked else None
    has_own_key = row.number is not None and not row.page
    numbered = None if has_own_key else _numbered(key, facts, known, known.listed)
    return numbered or _renamed(key, known, known.listed) or _moved(key, known, known.listed)


def _left(supplier: KnownSupplier, known: Known, listed: ListedKeys) -> Earlier | None:
    """Its one record, when no row of the list has its key: a person found which row says it."""
    keys = known.keys_of(supplier)
    is_left = len(keys) == 1 and keys[0] not in listed
    return Earlier(supplier, keys[0], BY_A_PERSON) if is_left else None


def _numbered(key: str, facts: Facts, known: Known, listed: ListedKeys) -> Earlier | None:
    """The one that no row of the list has any more, when all that names a structure agrees.

    A list that comes to number its members, or numbers them no more, says the same ones.
    """
    siret, problem = facts.get("siret") or (None, None)
    had = [
        Earlier(supplier, theirs, NUMBERED)
        for supplier in known.with_siret(None if problem else siret)
        for theirs in known.keys_of(supplier)
        if is_without_identifier(theirs) != is_without_identifier(key)
        and theirs not in listed
        and _is_named_as(supplier.records[known.source, theirs], facts)
    ]
    return had[0] if len(had) == 1 else None


def _is_named_as(before: Facts, facts: Facts) -> bool:
    place = "code_insee" if "code_insee" in facts else "city"
    is_there = same_folded("name", facts, before) and same_folded(place, facts, before)
    return is_there and facts.get("siret") == before.get("siret")


def _renamed(key: str, known: Known, listed: ListedKeys) -> Earlier | None:
    """One record had this SIRET in this commune, and one row has it: its name alone changed."""
    had = _sharing(but_for_name, key, known, RENAMED)
    return had[0] if len(had) == 1 == listed.how_many(but_for_name(key)) else None


def _moved(key: str, known: Known, listed: ListedKeys) -> Earlier | None:
    """The same by its SIRET and name, when nobody of this SIRET was here, nor is there any more.

    A SIRET is one establishment's: it is the address that is now known better.
    """
    had = _sharing(but_for_commune, key, known, MOVED)
    if len(had) != 1 or _sharing(but_for_name, key, known, MOVED):
        return None
    is_alone = listed.how_many(but_for_commune(key)) == 1
    return had[0] if is_alone and not listed.how_many(but_for_name(had[0].key)) else None


def _sharing(
    but: Callable[[str], str | None], key: str, known: Known, reason: str
) -> list[Earlier]:
    """The records whose keys read like that one but for their name or their commune."""
    return [
        Earlier(supplier, theirs, reason)
        for supplier in known.with_siret(key.partition("|")[0])
        for theirs in known.keys_of(supplier)
        if but(key) and but(theirs) == but(key)
    ]


@dataclass(frozen=True, slots=True)
class Duplicate:
    other: KnownSupplier
    reason: str


def quoted(number: int | None, facts: Facts, known: Known) -> KnownSupplier | None:
    """The supplier of this directory that a row of its own export is about.

    Another directory's number says nothing here: the SIRET, or the name and the commune, tell.
    """
    supplier = known.suppliers.get(number or 0)
    if supplier is None or supplier.archived:
        return None
    is_named = _same_name(facts, supplier) or shows_as_name(facts, supplier)
    is_here = _same("siret", facts, supplier) or (is_named and _same_commune(facts, supplier))
    return supplier if is_here else None


def shows_as_name(facts: Facts, supplier: KnownSupplier) -> bool:
    """Whether what the row calls it is its brand, which pages show as its name."""
    brand = supplier.single.get("brand")
    return bool(brand) and fold(str(brand)) == fold(str(facts.get("name", "")))


def matched(
    facts: Facts, known: Known, *, keeps_apart: bool = False
) -> tuple[KnownSupplier | None, str | None, tuple[Duplicate, ...]]:
    """The supplier that a new record is about, and why; else the ones it may be about.

    Within a source, rows are one supplier only when SIRET and address are the same and the kinds
    differ. Across sources, same SIRET, same commune and compatible kinds are one supplier; where
    a kind is unknown, the name has to be the same.
    `keeps_apart`: the source is a directory, whose rows are one supplier each.
    """
    siret, problem = facts.get("siret") or (None, None)
    if siret is None and "siren" in facts:
        return _matched_by_siren(facts, known)
    suppliers = [] if problem else known.with_siret(siret)
    ours = [supplier for supplier in suppliers if supplier.has_source(known.source)]
    for supplier in ours:
        is_one = _same_address(facts, supplier) and _other_kinds(facts, supplier)
        if is_one and not keeps_apart:
            return supplier, "même SIRET et même adresse, type différent", ()
    theirs = [supplier for supplier in suppliers if _agrees(facts, supplier)]
    others = [supplier for supplier in theirs if supplier not in ours]
    if len(others) > 1:
        others = [s for s in others if _same_address(facts, s) or _same_name(facts, s)]
    if len(others) == 1:
        return others[0], _why_one(facts, others[0]), ()
    reasons = ((supplier, _doubt(facts, supplier, known.source)) for supplier in suppliers)
    return None, None, tuple(Duplicate(other, why) for other, why in reasons if why)


def _matched_by_siren(
    facts: Facts, known: Known
) -> tuple[KnownSupplier | None, str | None, tuple[Duplicate, ...]]:
    """The body's one establishment in the commune; those elsewhere are other sites of it.

    Two rows of a list are two sites of one body. Without a commune, the only site known may be it.
    """
    sites = known.with_siren(facts["siren"])
    if "code_insee" not in facts:
        only = sites if len(sites) == 1 else []
        return None, None, _doubts(only, "même SIREN, seul établissement connu")
    here = [site for site in sites if _same("code_insee", facts, site)]
    others = [site for site in here if not site.has_source(known.source)]
    if len(here) == len(others) == 1 and compatible(facts.get("kinds", ()), here[0].kinds):
        return here[0], "même SIREN, même commune, types compatibles", ()
    return None, None, _doubts(here, "même SIREN et même commune")


def _doubts(suppliers: list[KnownSupplier], reason: str) -> tuple[Duplicate, ...]:
    return tuple(Duplicate(supplier, reason) for supplier in suppliers)


def _agrees(facts: Facts, supplier: KnownSupplier) -> bool:
    """An unknown kind is no other kind, when the name is the same too."""
    is_known = _are_kinds_known(facts, supplier)
    agrees = _are_compatible(facts, supplier) if is_known else _same_name(facts, supplier)
    return _same("code_insee", facts, supplier) and agrees


def _are_kinds_known(facts: Facts, supplier: KnownSupplier) -> bool:
    return bool(facts.get("kinds") and supplier.kinds)


def _are_compatible(facts: Facts, supplier: KnownSupplier) -> bool:
    return compatible(facts.get("kinds", ()), supplier.kinds)


def _why_one(facts: Facts, supplier: KnownSupplier) -> str:
    if _are_kinds_known(facts, supplier):
        return "même SIRET, même commune, types compatibles"
    return "même SIRET, même nom, même commune"


def _doubt(facts: Facts, supplier: KnownSupplier, source: str) -> str | None:
    """Why a new supplier may be that one after all; None for another site of the same body."""
    if supplier.has_other_source(source):
        return _doubt_across(facts, supplier, source)
    if _other_kinds(facts, supplier):
        where = "même adresse" if _same_address(facts, supplier) else "autre adresse"
        return f"même SIRET, {where} et autre type"
    if _same("code_insee", facts, supplier) and _same_name(facts, supplier):
        return "même SIRET, même nom et même commune"
    return None


def _doubt_across(facts: Facts, supplier: KnownSupplier, source: str) -> str:
    if not _same("code_insee", facts, supplier):
        return "même SIRET dans une autre commune"
    if not _are_kinds_known(facts, supplier) and not _same_name(facts, supplier):
        return "même SIRET et même commune, sous un autre nom"
    if not _agrees(facts, supplier):
        return "même SIRET et même commune, mais d’un autre type"
    if supplier.has_source(source):
        return "même SIRET et même commune qu’une structure que cette source décrit déjà"
    return "même SIRET et même commune que plusieurs structures"


def _other_kinds(facts: Facts, supplier: KnownSupplier) -> bool:
    return not set(facts.get("kinds", ())) <= supplier.kinds


def _same(name: str, facts: Facts, supplier: KnownSupplier) -> bool:
    return name in facts and facts[name] == supplier.single.get(name)


def same_folded(name: str, facts: Facts, other: Facts) -> bool:
    """Whether both state the field, and say the same whatever the case and accents."""
    ours, theirs = facts.get(name), other.get(name)
    return bool(ours and theirs) and fold(str(ours)) == fold(str(theirs))


def _same_commune(facts: Facts, supplier: KnownSupplier) -> bool:
    """By its code; by its name where one has none, as abroad."""
    here, there = facts.get("code_insee"), supplier.single.get("code_insee")
    if here and there:
        return bool(here == there)
    city = facts.get("original_city") or facts.get("city", "")
    return fold(city) == fold(supplier.single.get("city", ""))


def _same_name(facts: Facts, supplier: KnownSupplier) -> bool:
    return same_folded("name", facts, supplier.single)


def _same_address(facts: Facts, supplier: KnownSupplier) -> bool:
    here = _same("code_insee", facts, supplier) or _same("postcode", facts, supplier)
    return here and same_folded("address", facts, supplier.single)
