"""Coverage compiled to tokens: a supplier reaches a place when both share one.

A supplier's zone becomes a few tokens (`reach_tokens`), a place another few (`place_tokens`);
engines only intersect sets. Tokens are "fr", régions "R32", départements "D62", nodes of the
tree of communes "n…", communes without a point "C97502", and what a zone touches even in part,
"tD62" and "tR32".
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol, cast, get_args

import numpy as np

from domain.commune_tree import CommuneTree, Slots
from domain.geography import Commune, Place, Point, gazetteer
from domain.geography.values import Level

COUNTRY = "fr"
MAX_ZONES = 4  # that a supplier may have
_NOWHERE = -1  # the rank of a commune without a point


class ZoneLike(Protocol):
    """A coverage, as the model's Zone: the union of its parts."""

    @property
    def whole_country(self) -> bool: ...
    @property
    def radius_km(self) -> int | None: ...
    @property
    def territories(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Home:
    """Where a supplier sits; a foreign one has a point at most."""

    code_insee: str | None
    point: Point | None


class _Map:
    """The gazetteer's communes that have a point, as the tree ranks them."""

    def __init__(self) -> None:
        known = gazetteer()
        self._position = known.position
        located = np.flatnonzero(~np.isnan(known.latitudes))
        self.tree = CommuneTree(known.latitudes[located], known.longitudes[located])
        ranks = np.full(len(known.codes), _NOWHERE, np.int32)
        ranks[located] = np.arange(len(located))
        self._ranks = array("i", ranks)
        departements = [_departement_of(known.codes[position]) for position in located]
        self._departements, numbers = np.unique(departements, return_inverse=True)
        self._departement_at = numbers[self.tree.point_at].astype(np.int32)

    def rank(self, code_insee: str) -> int | None:
        """Of the commune, among those that have a point, which the tree has in this order.

        None when it has none or is unknown; a former code is that of today's commune.
        """
        position = self._position(code_insee)
        rank = _NOWHERE if position is None else self._ranks[position]
        return None if rank == _NOWHERE else rank

    def slots_of(self, communes: Iterable[str]) -> Slots:
        ranks = map(self.rank, communes)
        return self.tree.slots_of([rank for rank in ranks if rank is not None])

    def departements_of(self, slots: Slots) -> list[str]:
        held = np.bincount(self._departement_at[slots])
        return [str(self._departements[i]) for i in np.flatnonzero(held)]


@cache
def _map() -> _Map:
    return _Map()


def reach_tokens(zone: ZoneLike | None, home: Home) -> tuple[str, ...]:
    """What a zone reaches; the supplier's own commune in any case, and alone without a zone.

    A radius counts from the supplier's point, else from its commune's; without either, and for
    a territory the gazetteer does not know, there is nothing to reach.
    """
    commune = _commune(home.code_insee)
    communes = [commune.code_insee] if commune else []
    if zone is None:
        return tuple(_tokens_of(communes))
    if zone.whole_country:
        return (COUNTRY,)
    places = [place for place in map(_territory, zone.territories) if place]
    for place in places:
        if place.level not in _WIDE:
            communes.extend(place.communes)
    wide = (token for place in places if place.level in _WIDE for token in _wide_tokens(place))
    origin = home.point or (commune.point if commune else None)
    disc = _map().tree.disc(origin, zone.radius_km) if origin and zone.radius_km else None
    return tuple(dict.fromkeys((*wide, *_tokens_of(communes, disc))))


@lru_cache(maxsize=4096)
def place_tokens(level: str, code: str) -> tuple[str, ...]:
    """What a supplier's reach must share to reach this place; () for a place unknown.

    `level` is one of those of the gazetteer (domain/geography/values.py).
    """
    place = _place(level, code)
    if place is None:
        return ()
    if place.level == "region":
        return (COUNTRY, f"tR{place.code}")
    if place.level in _OF_DEPARTEMENTS:
        touched = (f"tD{code}" for code in place.departements)
        return (COUNTRY, f"R{place.regions[0]}", *touched)
    return tuple(
        dict.fromkeys(token for code in place.communes for token in _tokens_at_commune(code))
    )


_WIDE = {"departement", "region"}
_OF_DEPARTEMENTS = {"departement", "former_region"}


@lru_cache(maxsize=1024)
def _commune(code_insee: str | None) -> Commune | None:
    return gazetteer().commune(code_insee) if code_insee else None


@lru_cache(maxsize=4096)
def _territory(territory: str) -> Place | None:
    """The place of "departement:62", "epci:244900015"…"""
    level, _, code = territory.partition(":")
    return _place(level, code)


def _place(level: str, code: str) -> Place | None:
    return gazetteer().place(cast(Level, level), code) if level in get_args(Level) else None


def _wide_tokens(place: Place) -> tuple[str, ...]:
    if place.level == "region":
        return (f"R{place.code}", f"tR{place.code}")
    return (f"D{place.code}", *_touches([place.code]))


def _tokens_of(communes: Sequence[str], disc: Slots | None = None) -> list[str]:
    """Nodes, communes without a point, and the départements and régions these touch."""
    slots = _map().slots_of(communes)
    if disc is not None:
        slots = np.sort(np.concatenate([slots, disc]))
    unlocated = [code for code in communes if _map().rank(code) is None]
    return [
        *map(_node, _map().tree.cover(slots)),
        *map(_commune_token, unlocated),
        *_touches([*_map().departements_of(slots), *map(_departement_of, unlocated)]),
    ]


def _tokens_at_commune(code: str) -> Iterator[str]:
    departement = _departement_of(code)
    yield from (COUNTRY, f"R{_region_of(departement)}", f"D{departement}")
    rank = _map().rank(code)
    if rank is None:
        yield _commune_token(code)
    else:
        yield from map(_node, _map().tree.ancestors(rank))


def _touches(departements: Sequence[str]) -> Iterator[str]:
    yield from (f"tD{code}" for code in departements)
    yield from (f"tR{region}" for region in dict.fromkeys(map(_region_of, departements)))


def _node(node: int) -> str:
    return f"n{node}"


def node_of(token: str) -> int | None:
    """The node of the communes' tree that a token names; None when it names a territory."""
    return int(token[1:]) if token[0] == "n" else None


def _commune_token(code: str) -> str:
    return f"C{code}"


def _departement_of(code_insee: str) -> str:
    """An INSEE code begins with its département's, of three characters overseas."""
    return code_insee[: 3 if code_insee.startswith(("97", "98")) else 2]


@cache
def _region_of(departement: str) -> str:
    place = gazetteer().departement(departement)
    return place.regions[0] if place else ""
