"""The gazetteer: every place of France, found by what people type or by what files say."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from domain.geography.distance import Floats, haversine_km
from domain.geography.finding import begun_readings, exact_readings, readings
from domain.geography.names import canonical, without_type
from domain.geography.resolving import resolve
from domain.geography.tables import Tables
from domain.geography.values import Commune, Level, Place, Point

Integers = np.ndarray[Any, np.dtype[np.int64]]

DATA = Path(__file__).resolve().parents[2] / "data" / "gazetteer.json.gz"


class Gazetteer:
    """Communes, postcodes, EPCI, départements and régions, read from one file; former régions too.

    Former communes and the arrondissements of Paris, Lyon and Marseille lead to today's commune.
    Every list is the most populous first, unless said otherwise.
    """

    def __init__(self, path: Path = DATA) -> None:
        """`codes` are the INSEE codes of all communes, in order. Raises OSError with no file."""
        self._tables = Tables(path)
        self._index = self._tables.index
        self.codes = tuple(self._tables.codes[: self._tables.commune_count])

    @property
    def hash(self) -> str:
        """SHA-256 of the data file, in hexadecimal."""
        return self._tables.hash

    @property
    def latitudes(self) -> Floats:
        """Degrees, one per commune in the order of `codes`; NaN for one without a point."""
        return self._tables.latitudes

    @property
    def longitudes(self) -> Floats:
        """Degrees, one per commune in the order of `codes`; NaN for one without a point."""
        return self._tables.longitudes

    @property
    def populations(self) -> Integers:
        """Inhabitants, one per commune in the order of `codes`."""
        return self._tables.inhabitants

    def find(self, text: str, limit: int = 10) -> list[Place]:
        """What a person may mean by a place: at most `limit` readings, the best first.

        Reads a name (accents, case, hyphens, "st", typos, a beginning), a postcode, an INSEE or
        département code, "Angers (49)", "49000 Angers", "Saint-Denis, La Réunion", "Lyon 3e",
        "PACA". Exact names come first, then former and short names, beginnings, typos; beside the
        best of them, communes far more populous that bore the name ("Évry") or whose name goes on
        ("Saint-Ouen"). Of two readings that hold the same communes (Paris), the first is kept.
        Empty when none.
        """
        return _first_of(readings(self._tables, text), limit)

    def named(self, text: str, limit: int = 10) -> list[Place]:
        """As `find`, but for names that would have to be completed or mended."""
        return _first_of(exact_readings(self._tables, text), limit)

    def begun(self, text: str, limit: int = 10) -> list[Place]:
        """As `find`, but for names that would have to be mended."""
        return _first_of(begun_readings(self._tables, text), limit)

    def place(self, level: Level, code: str) -> Place | None:
        """The territory of that level and code."""
        if level == "postcode":
            return self._tables.postcode(code)
        position = self._tables.position(level, code)
        return None if position is None else self._tables.place(position)

    def all_of(self, level: Literal["departement", "region"]) -> tuple[str, ...]:
        """The codes of all départements or régions, overseas collectivities included."""
        return self._tables.codes_of(level)

    def departement(self, code_or_name: str) -> Place | None:
        """By code ("49", "1", "2a", "974") or name, overseas collectivities included."""
        return self._called("departement", code_or_name)

    def region(self, code_or_name: str) -> Place | None:
        """By INSEE code ("52") or name, short ("PACA") and former ("Aquitaine") names included.

        Régions that joined others lead to the one they joined; `find` tells them apart.
        """
        return self._called("region", code_or_name)

    def epci(self, code: str) -> Place | None:
        """By SIREN."""
        return self.place("epci", code)

    def epci_named(self, name: str) -> list[Place]:
        """By name, with its legal type ("CC du Thouarsais"), another, or none."""
        words = canonical(name)
        positions = (
            self._index.named(words)
            or self._index.otherwise_named(words)
            or self._index.otherwise_named(without_type(words) or "")
        )
        places = map(self._tables.place, self._tables.ordered(positions))
        return [place for place in places if place.level == "epci"]

    def postcodes_begun(self, digits: str) -> list[Place]:
        """Those that begin so, in order: all of Lyon's for "6900"."""
        return [
            place
            for place in map(self._tables.postcode, self._tables.postcodes_begun(digits))
            if place
        ]

    def _called(self, level: Level, code_or_name: str) -> Place | None:
        position = self._tables.called(level, code_or_name)
        return None if position is None else self._tables.place(position)

    def commune(self, code_insee: str) -> Commune | None:
        """Today's commune for a code of today, of a former commune or of an arrondissement."""
        position = self._tables.position("commune", code_insee)
        return None if position is None else self._tables.commune(position)

    def position(self, code_insee: str) -> int | None:
        """Where that commune is in `codes`; its code may be a former one."""
        return self._tables.position("commune", code_insee)

    def communes_named(self, name: str) -> list[Commune]:
        """All that bear this name; failing that, those it leads to (former or short name)."""
        words = canonical(name)
        return self._communes(self._index.named(words)) or self._communes(
            self._index.otherwise_named(words)
        )

    def bears(self, commune: Commune, name: str) -> bool:
        """Whether it is its name, or one that leads to it (former or short)."""
        words = canonical(name)
        position = self._tables.position("commune", commune.code_insee)
        return position in (*self._index.named(words), *self._index.otherwise_named(words))

    def communes_at_postcode(self, postcode: str) -> list[Commune]:
        """All that it serves."""
        return self._communes(self._tables.at_postcode(postcode))

    def _communes(self, positions: list[int]) -> list[Commune]:
        tables = self._tables
        return [tables.commune(i) for i in tables.ordered(positions) if tables.is_commune(i)]

    def resolve(
        self,
        *,
        name: str | None = None,
        postcode: str | None = None,
        code_insee: str | None = None,
        departement: str | None = None,
    ) -> Commune | None:
        """The commune of an address, from what a file says of it; None when unsure.

        The INSEE code settles it. Else the name, among the communes of the postcode, where it may
        be shortened or mistyped, then of the département, where it is as it stands, but for one
        slip beside a postcode that serves none (CEDEX), then of the country; a postcode with a
        single commune is enough when the name is that of no commune (a hamlet).
        """
        position = resolve(self._tables, name, postcode, code_insee, departement)
        return None if position is None else self._tables.commune(position)

    def nearest(self, point: Point) -> Commune:
        """The commune whose centre is nearest: a neighbour at times, near a border."""
        distances = haversine_km(self.latitudes, self.longitudes, point)
        return self._tables.commune(int(np.nanargmin(distances)))


def _first_of(places: Iterable[Place], limit: int) -> list[Place]:
    """Of two that hold the same communes, the first alone."""
    first: dict[tuple[str, ...], Place] = {}
    for place in places:
        first.setdefault(place.communes, place)
        if len(first) == limit:
            break
    return list(first.values())


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer of `data/`, loaded at the first call."""
    return Gazetteer()
