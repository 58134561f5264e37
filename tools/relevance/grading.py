"""Who answers a need in this corpus: keys become suppliers, and rules are read on their facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.coverage import Home, place_tokens, reach_tokens
from domain.geography import Level, Place, Point, distance_km, gazetteer
from domain.models import SourceRecord, Supplier, today
from domain.supplier_facts import SupplierFacts, load_facts
from domain.text import fold
from tools.relevance.needs import Keys, Need, Rule

AROUND_KM = 50  # as the results page looks around a place, unless told otherwise

Grades = dict[int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """A listed supplier, as rules read it."""

    facts: SupplierFacts
    naf: str | None
    name: str  # folded, with its brand, between spaces
    reach: frozenset[str]

    def matches(self, rule: Rule) -> bool:
        facts, siret = self.facts, self.facts.siret or ""
        return (
            _meets(rule.kinds, facts.kinds)
            and _meets(rule.labels, (held.label for held in facts.labels))
            and _meets(rule.networks, (network.slug for network in facts.networks))
            and rule.naf in ("", self.naf)
            and siret.startswith(rule.siren)
            and rule.siret in ("", siret)
            and (not rule.name or f" {rule.name} " in self.name)
            and self._is_at(rule)
        )

    def _is_at(self, rule: Rule) -> bool:
        code, point = self.facts.code_insee, self.facts.point
        return (
            (not rule.located or any(code in place_at(p).communes for p in rule.located))
            and (not rule.within or any(_is_near(point, place_at(p)) for p in rule.within))
            and (not rule.reaches or any(self.reach & _tokens(p) for p in rule.reaches))
        )


class Judge:
    """Grades the suppliers of a corpus for a need: 2 answers it, 1 is near."""

    def __init__(self, session: Session) -> None:
        self._known = {known.facts.id: known for known in _listed(session)}
        self._ids = dict(_ids(session))

    def grades(self, need: Need) -> Grades:
        graded = ((2, need.answers), (1, need.near))
        by_hand = [(id_, grade) for grade, keys in graded for id_ in self._named(keys)]
        by_rule = [
            (id_, rule.grade)
            for rule in need.rules
            for id_, known in self._known.items()
            if known.matches(rule)
        ]
        # The better grade is written last.
        return dict(sorted(by_hand + by_rule, key=lambda pair: pair[1]))

    def _named(self, keys: Keys) -> Iterator[int]:
        """Those that are listed here: a source may not have been imported."""
        pairs = ((source, key) for source, of_source in keys.items() for key in of_source)
        found = (self._ids.get(pair) for pair in pairs)
        return (id_ for id_ in found if id_ in self._known)


def _listed(session: Session) -> Iterator[Known]:
    ids = session.scalars(select(Supplier.id).where(Supplier.is_listed)).all()
    nafs = dict(session.execute(select(Supplier.id, Supplier.naf)).tuples().all())
    for facts in load_facts(session, ids, today()):
        yield known_of(facts, nafs[facts.id])


def known_of(facts: SupplierFacts, naf: str | None) -> Known:
    home = Home(facts.code_insee, facts.point)
    reach = (token for zone in facts.zones for token in reach_tokens(zone, home))
    name = f" {fold(facts.name)} {fold(facts.brand or '')} "
    return Known(facts, naf, name, frozenset(reach))


def _ids(session: Session) -> Iterator[tuple[tuple[str, str], int]]:
    columns = (SourceRecord.source, SourceRecord.source_key, SourceRecord.supplier_id)
    for source, key, id_ in session.execute(select(*columns)):
        yield (source, key), id_


def _meets(wanted: tuple[str, ...], held: Iterable[str]) -> bool:
    return not wanted or bool(set(wanted).intersection(held))


def _is_near(point: Point | None, place: Place) -> bool:
    if point is None or place.point is None:
        return False
    return distance_km(point, place.point) <= AROUND_KM


@cache
def place_at(territory: str) -> Place:
    """The place of "departement:29". Raises LookupError."""
    level, _, code = territory.partition(":")
    place = gazetteer().place(cast(Level, level), code)
    if place is None:
        raise LookupError(f"no place is {territory}")
    return place


@cache
def _tokens(territory: str) -> frozenset[str]:
    level, _, code = territory.partition(":")
    return frozenset(place_tokens(level, code))
