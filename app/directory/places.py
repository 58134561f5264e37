"""The place a buyer typed, read with the gazetteer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.directory.abroad import is_abroad
from app.directory.coordinates import commune_at, point_in
from app.directory.wording import LEVELS
from app.templating import counted
from domain.geography import Place, gazetteer, is_called, is_whole_country, others_meant
from domain.text import fold
from search.port import LEVELS_WITH_RADIUS, Near, Reading
from search.understanding import (
    What,
    arrondissement_called,
    is_around_us,
    part_called,
    place_at,
    place_heard,
    understand,
)

MAX_OTHERS = 6
_UNKNOWN = "Aucun lieu ne s’appelle « {} »"
_HERE = "Dites où est « {} »"  # around who asks, whom we do not know the place of
_ABROAD = "« {} » est hors de France"
_LEFT_OUT = "« {} » n’est pas suivi, car une recherche n’écarte aucun lieu"


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """How the words were understood.

    `place` is the likeliest, None when nothing bears that name; `others` are offered in one
    click. `exact` is False when the name was completed or its spelling mended. `name` is the word
    of a village, among `others`, that is searched as a name. `is_several`: a part of the country,
    of which `others` are the places, or an arrondissement that several towns have. `why` there is
    no place, said of what was typed.
    """

    typed: str
    place: Place | None
    others: tuple[Place, ...] = ()
    exact: bool = True
    name: str = ""
    is_several: bool = False
    why: str = _UNKNOWN

    @property
    def told(self) -> str:
        """How it was read, when that is otherwise than meant, or could be."""
        return " ".join(filter(None, (self._read_as, self._without_position)))

    @property
    def _read_as(self) -> str:
        if self.name:
            return f"« {self.name} » est cherché comme un nom."
        if self.is_several:
            return (
                f"« {self.typed} » désigne plusieurs lieux, et une recherche n’en prend"
                " qu’un : celle-ci porte sur toute la France."
            )
        if self.unknown:
            return f"{self.why.format(self.typed)} : la recherche porte sur toute la France."
        if self.place is None or (self.exact and not self.others):
            return ""
        return f"« {self.typed} » a été lu comme {told_apart(self.place)}."

    @property
    def _without_position(self) -> str:
        if self.place is None or not self.is_local or self.has_point:
            return ""
        return (
            f"La position de {self.place.label} n’est pas connue : la recherche porte sur ce"
            " lieu seul, sans distance autour."
        )

    @property
    def unknown(self) -> bool:
        return bool(self.typed) and self.place is None

    @property
    def has_radius(self) -> bool:
        return self.has_point and self.is_local

    @property
    def has_point(self) -> bool:
        return self.place is not None and self.place.point is not None

    @property
    def departement(self) -> str:
        """The code of the one it lies in; "" without a place, and for one that lies in several."""
        touched = self.place.departements if self.place else ()
        return touched[0] if len(touched) == 1 else ""

    @property
    def is_local(self) -> bool:
        """A place around which one looks, if its position is known."""
        return self.place is not None and self.place.level in LEVELS_WITH_RADIUS

    def near(self, radius_km: float, reading: Reading) -> Near | None:
        if self.place is None:
            return None
        return Near(self.place.level, self.place.code, radius_km, reading)


def read_place(typed: str) -> PlaceReading:
    """The readings of `typed`, the likeliest first."""
    if not typed or is_whole_country(typed):
        return PlaceReading("", None)
    if places := part_called(typed):
        is_several = len(places) > 1
        first = None if is_several else places[0]
        return PlaceReading(typed, first, places if is_several else (), is_several=is_several)
    return _read_without_a_name(typed) or _read_by_name(typed)


def _read_without_a_name(typed: str) -> PlaceReading | None:
    """ "Autour de moi", "48.85, 2.35", "en Belgique"."""
    if is_around_us(typed):
        return PlaceReading(typed, None, why=_HERE)
    if point := point_in(typed):
        return PlaceReading(typed, commune_at(point), exact=False, why=_ABROAD)
    if is_abroad(typed):
        return PlaceReading(typed, None, tuple(gazetteer().named(typed, MAX_OTHERS)), why=_ABROAD)
    return None


def _read_by_name(typed: str) -> PlaceReading:
    found = _found(typed)
    if not found:
        return _said_in_words(typed) or PlaceReading(typed, None, _near_misses(typed))
    first, *rest = found
    others = others_meant(typed, first, rest)
    if arrondissement := arrondissement_called(first, typed):
        return PlaceReading(typed, arrondissement, (first, *others), exact=False)
    return PlaceReading(typed, first, tuple(others), is_called(first, typed))


def _found(typed: str) -> Sequence[Place]:
    """The likeliest first: one that everybody knows, spelt by ear, before villages begun so."""
    found = gazetteer().find(typed, limit=MAX_OTHERS + 1)
    heard = None if gazetteer().named(typed, limit=1) else place_heard(typed)
    if heard is None:
        return found
    return [heard, *(place for place in found if place != heard)][: MAX_OTHERS + 1]


def _said_in_words(typed: str) -> PlaceReading | None:
    """As a need would say it: "autour de Lille", "dans le 59", "hors Paris", an address."""
    understood = understand(typed)
    if understood.place is None:
        return PlaceReading(typed, None, why=_LEFT_OUT) if understood.refused else None
    instead = (other.instead for other in understood.alternatives)
    others = [m.values[0] for m in instead if m is not None and m.what is What.PLACE]
    places = tuple(filter(None, map(place_at, others)))[:MAX_OTHERS]
    return PlaceReading(typed, understood.place, places, exact=False)


@lru_cache(maxsize=1024)
def address_of(place: Place) -> str:
    """Words that lead back to this very place: its label or, failing that, its code.

    Guadeloupe's région and département are one territory, and the région's code is the Ain's.
    """
    readings = gazetteer().find(place.label, limit=1)
    return place.label if readings and _is_same(readings[0], place) else place.code


@lru_cache(maxsize=1024)
def told_apart(place: Place) -> str:
    """Its label; with its level when another place bears it, with its towns for a postcode."""
    if place.level == "postcode":
        return f"{place.label} ({_towns_of(place)})"
    is_alone = address_of(place) == place.label
    return place.label if is_alone else f"{place.label}, {LEVELS[place.level]}"


def _towns_of(place: Place) -> str:
    """The largest, and how many others."""
    communes = filter(None, map(gazetteer().commune, place.communes))
    largest, *others = sorted(communes, key=lambda commune: -commune.population)
    more = f" et {counted(len(others), 'autre')}" if others else ""
    return f"{largest.name}{more}"


def _is_same(read: Place, place: Place) -> bool:
    """The place itself, or another whole territory of the same communes."""
    return read == place or (
        read.communes == place.communes and read.level not in LEVELS_WITH_RADIUS
    )


def _near_misses(typed: str) -> tuple[Place, ...]:
    """Nothing bears the whole name: what its words alone name, the longest word first."""
    words = sorted(fold(typed).split(), key=len, reverse=True)
    found = [place for word in words[:3] if len(word) > 3 for place in gazetteer().find(word, 2)]
    return tuple(dict.fromkeys(found))[:MAX_OTHERS]
