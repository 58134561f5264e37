"""What the directory knows of the suppliers a batch of rows may concern, in plain values."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from domain.taxonomy import taxonomy
from importers.facts import SIREN_LENGTH, LabelFacts, RowFacts, RowResult, ServedZone, ZoneFacts
from importers.keys import ListedKeys

Facts = dict[str, Any]
# Key of a row → the supplier that a person found it to be; None when it is none of those known.
Links = Mapping[str, int | None]
NO_LINKS: Links = MappingProxyType({})
# Key of a row → how a person settled its conflicts: by field, whose value counts.
Answers = Mapping[str, Mapping[str, str]]

# Facts of one value, each a column of the supplier by the same name.
PLAIN = (
    "name",
    "brand",
    "naf",
    "legal_form",
    "is_secondary_site",
    "capacity",
    "description",
    "website",
    "address",
    "postcode",
    "city",
    "code_insee",
    "country",
)
SINGLE = (*PLAIN, "siret", "point")
# Facts that are several: each value is added and withdrawn by itself.
SEVERAL = ("kinds", "services", "labels", "networks", "emails", "phones")

# What sources say of a structure, and people cannot hold against them.
CERTIFIED = frozenset({"siret", "kinds", "labels", "networks"})
# Where it is; its point follows from it.
ADDRESS = frozenset({"address", "postcode", "city", "code_insee", "country"})
# Facts that mean nothing apart: who holds one of them holds them all.
TOGETHER = (
    ADDRESS | {"point"},
    frozenset({"services", "zone"}),
    frozenset({"emails", "phones"}),
)

# As people call them.
FIELD_NAMES = {
    "name": "nom",
    "brand": "enseigne",
    "siret": "SIRET",
    "naf": "code NAF",
    "legal_form": "forme juridique",
    "is_secondary_site": "site secondaire",
    "capacity": "capacité",
    "description": "description",
    "website": "site internet",
    "address": "adresse",
    "postcode": "code postal",
    "city": "ville",
    "code_insee": "code Insee",
    "country": "pays",
    "point": "position",
    "zone": "zone d’intervention",
    "kinds": "types",
    "services": "activités",
    "labels": "labels",
    "networks": "réseaux",
    "emails": "adresse e-mail",
    "phones": "téléphone",
}


def facts_of(row: RowFacts) -> Facts:
    """The row's facts as JSON values, only those that it states; an emptied list is stated.

    `siret` goes with what is wrong with it, `point` with its precision: they change together.
    """
    place = row.place
    said: Facts = {
        "name": row.name,
        "brand": row.brand,
        "siret": [row.siret, row.siret_problem] if row.siret else None,
        "siren": row.siren,
        "naf": row.naf,
        "legal_form": row.legal_form,
        "is_secondary_site": row.is_secondary_site,
        "capacity": row.capacity,
        "description": row.description,
        "website": row.website,
        "address": row.address,
        "postcode": place.postcode,
        "city": place.city,
        "original_city": place.original_city,
        "code_insee": place.code_insee,
        "country": row.country,
        "point": [*place.point, place.point_precision] if place.point else None,
        "zone": _zone_fact(row.zone, row.zones),
        "kinds": list(row.kinds),
        "services": list(row.services),
        "labels": [label.label for label in row.labels],
        "networks": list(row.networks),
        "emails": list(row.emails),
        "phones": list(row.phones),
        "private": list(row.private),
        "unmatched": {title: list(words) for title, words in row.unmatched.items()},
    }
    return {
        name: value
        for name, value in said.items()
        if value not in (None, [], {}) or name in row.emptied
    }


# A coverage is [whole country, kilometres, territories]. The fact "zone" is one, that of all the
# services; or several, each [coverage, services], None for all that no other names.


def _zone_fact(zone: ZoneFacts | None, zones: tuple[ServedZone, ...]) -> Any:
    if zones:
        return [
            [_coverage(served.zone), None if served.services is None else list(served.services)]
            for served in zones
        ]
    return _coverage(zone) if zone else None


def _coverage(zone: ZoneFacts) -> list[Any]:
    return [zone.whole_country, zone.radius_km, list(zone.territories)]


def served_zones(fact: Any) -> list[list[Any]]:
    """What the fact "zone" says, each coverage with its services."""
    if not fact:
        return []
    return fact if isinstance(fact[0], list) else [[fact, None]]


def coverages(fact: Any) -> list[Any]:
    return [coverage for coverage, _ in served_zones(fact)]


@dataclass(slots=True)
class KnownSupplier:
    """A supplier as the directory has it, or as an earlier row of the file has made it.

    `single` holds the values of SINGLE; `zones` the coverages, each with the source that says it;
    `several` maps each name of SEVERAL to its values, each with its source. `records` are what
    each (source, key) last said; `labels` what is known of each (source, label), ended ones too.
    `held`: the fields that no import changes, each with who holds it (see `held_by`).
    `derived`: those that follow from others, and are nobody's word.
    `departed`: the networks that the structure has left, to which no list brings it back.
    """

    ref: int
    single: Facts = field(default_factory=dict)
    zones: list[tuple[str, Any]] = field(default_factory=list)
    several: dict[str, dict[str, str]] = field(default_factory=lambda: {n: {} for n in SEVERAL})
    records: dict[tuple[str, str], Facts] = field(default_factory=dict)
    labels: dict[tuple[str, str], LabelFacts] = field(default_factory=dict)
    archived: bool = False
    held: Mapping[str, str] = field(default_factory=dict)
    derived: frozenset[str] = frozenset()
    departed: frozenset[str] = frozenset()

    @property
    def siret(self) -> str | None:
        """The SIRET, when nothing is wrong with it: a wrong one identifies nobody."""
        siret, problem = self.single.get("siret") or (None, None)
        return None if problem else siret

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(self.several["kinds"])

    def coverages(self, source: str) -> list[Any]:
        """The source's own."""
        return [zone for theirs, zone in self.zones if theirs == source]

    def set_coverages(self, own: list[Any], source: str) -> None:
        """In the place of those that the source had."""
        sources = [theirs for theirs, _ in self.zones]
        rank = sources.index(source) if source in sources else len(sources)
        others = [(theirs, zone) for theirs, zone in self.zones if theirs != source]
        self.zones = [*others[:rank], *((source, zone) for zone in own), *others[rank:]]

    def may_have(self, name: str, value: str) -> bool:
        """Whether an import may add that value."""
        return name != "networks" or value not in self.departed

    def has_source(self, source: str) -> bool:
        return any(source == theirs for theirs, _ in self.records)

    def has_other_source(self, source: str) -> bool:
        return any(source != theirs for theirs, _ in self.records) or not self.records


def held_by(people: Mapping[str, str]) -> dict[str, str]:
    """What no import may change → who holds it, as people call them.

    Given who has written each field, emptied ones too.
    """
    wrote = {name: who for name, who in people.items() if name not in CERTIFIED}
    told_with = [(facts, who) for facts in TOGETHER for name, who in wrote.items() if name in facts]
    return {name: who for facts, who in told_with for name in facts} | wrote


def is_certified(name: str, value: str) -> bool:
    """Whether it ends when its source ends it, whoever repeats it: a kind, a public label."""
    label = taxonomy().labels.get(value) if name == "labels" else None
    return name == "kinds" or bool(label and label.publicly_listed)


class Seen:
    """Every key of the file so far, and what it said first: two digests a row, never the words."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}

    def first(self, key: str, line: int, facts: Facts) -> tuple[int, bool]:
        """The line that first held the key, this one if none did; whether it said the same."""
        said = _digest(json.dumps(facts, sort_keys=True))
        first = self._first.setdefault(_digest(key), line << _DIGEST_BITS | said)
        return first >> _DIGEST_BITS, first & _DIGEST_MASK == said


_DIGEST_BITS = 128
_DIGEST_MASK = (1 << _DIGEST_BITS) - 1


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=_DIGEST_BITS // 8).digest())


@dataclass(slots=True)
class Known:
    """The suppliers at hand, found by record and by SIRET; decisions keep it up to date.

    `listed`: the keys of the whole list, when it is known before its first row is decided.
    """

    source: str
    links: Links = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)
    listed: ListedKeys | None = None
    suppliers: dict[int, KnownSupplier] = field(default_factory=dict)
    by_key: dict[str, KnownSupplier] = field(default_factory=dict)
    by_siret: defaultdict[str, dict[int, KnownSupplier]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    sirets: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # of SIREN
    created: int = 0

    def add(self, supplier: KnownSupplier) -> KnownSupplier:
        """Take in a supplier; the one already at hand, which may have changed since, is kept."""
        supplier = self.suppliers.setdefault(supplier.ref, supplier)
        for source, key in supplier.records:
            if source == self.source:
                self.by_key[key] = supplier
        if supplier.siret:
            self.by_siret[supplier.siret][supplier.ref] = supplier
            self.sirets[supplier.siret[:SIREN_LENGTH]].add(supplier.siret)
        return supplier

    def move(self, supplier: KnownSupplier, key: str) -> None:
        """Take in a supplier whose record had that key, and may have another by now."""
        del self.by_key[key]
        self.add(supplier)

    def forget(self, supplier: KnownSupplier) -> None:
        """Let go of a supplier that can be asked of the directory again."""
        del self.suppliers[supplier.ref]
        for source, key in supplier.records:
            if source == self.source:
                self.by_key.pop(key, None)
        if supplier.siret:
            self.by_siret[supplier.siret].pop(supplier.ref, None)
            if not self.by_siret[supplier.siret]:
                del self.by_siret[supplier.siret]
                self.sirets[supplier.siret[:SIREN_LENGTH]].discard(supplier.siret)

    def create(self) -> KnownSupplier:
        """A supplier to come: its ref is negative until the database gives it a number."""
        self.created += 1
        return KnownSupplier(-self.created)

    def keys_of(self, supplier: KnownSupplier) -> list[str]:
        """Those of its records of the source."""
        return [key for source, key in supplier.records if source == self.source]

    def linked(self, key: str) -> KnownSupplier | None:
        """The supplier that a person found the row to be."""
        return self.suppliers.get(self.links.get(key) or 0)

    def met_by(self, row: RowResult) -> list[KnownSupplier]:
        """Those that a decision about the row may change."""
        if not isinstance(row, RowFacts):
            return []
        named = self.by_key.get(row.source_key), self.linked(row.source_key)
        numbered = self.suppliers.get(row.number or 0)
        sites = (*self.with_siret(row.siret), *self.with_siren(row.siren))
        return [met for met in (*named, numbered, *sites) if met]

    def with_siret(self, siret: str | None) -> list[KnownSupplier]:
        """Oldest first; those that the file has just made come last. Archived ones are gone."""
        if not siret:
            return []
        at_hand = self.by_siret.get(siret, {}).values()
        found = (s for s in at_hand if s.siret == siret and not s.archived)
        return sorted(found, key=_oldest_first)

    def with_siren(self, siren: str | None) -> list[KnownSupplier]:
        """Every establishment of the body, in the same order."""
        sirets = self.sirets.get(siren or "", ())
        return sorted((s for siret in sirets for s in self.with_siret(siret)), key=_oldest_first)


def _oldest_first(supplier: KnownSupplier) -> tuple[bool, int]:
    return supplier.ref < 0, abs(supplier.ref)
