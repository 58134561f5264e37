"""What the gazetteer answers with: a point, a commune, a place."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

# "former_region": one of before 2016, which people still name.
Level = Literal["commune", "postcode", "epci", "departement", "former_region", "region"]


class Point(NamedTuple):
    """WGS84, decimal degrees."""

    latitude: float
    longitude: float


class Box(NamedTuple):
    """WGS84, decimal degrees: what lies between two latitudes and two longitudes, edges included.

    None crosses the 180th meridian.
    """

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Commune:
    """One of today's communes. `point` is its centre; None where no shape of it is published."""

    code_insee: str
    name: str
    departement: str
    region: str
    epci: str | None
    postcodes: tuple[str, ...]
    population: int
    point: Point | None

    @property
    def label(self) -> str:
        """What is shown: names repeat, so always with the département."""
        return f"{self.name} ({self.departement})"


@dataclass(frozen=True, slots=True)
class Place:
    """A territory that a buyer or a structure names; two places are equal by level and code.

    `communes` are today's INSEE codes, in order. `point` is a commune's centre; for the others,
    the centre of their communes' points weighted by population; None when none has a point.
    `departements` and `regions` are the codes it touches, the most populous first.
    """

    level: Level
    code: str
    name: str = field(compare=False)
    label: str = field(compare=False)
    communes: tuple[str, ...] = field(compare=False, repr=False)
    point: Point | None = field(compare=False, repr=False)
    population: int = field(compare=False, repr=False)
    departements: tuple[str, ...] = field(compare=False, repr=False)
    regions: tuple[str, ...] = field(compare=False, repr=False)
