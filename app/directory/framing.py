"""Where the map of the results opens: what it shows before anyone moves it."""

from collections.abc import Iterator

from app.directory.asked import Asked
from app.directory.boxes import METROPOLE, around, extent_of, framed, union
from domain.geography import Box, Level, Place
from search.port import LEVELS_WITH_RADIUS, Facet, Near, Reading


def asked_frame(asked: Asked) -> Box | None:
    """The zone of the map that was asked for, else the place, else the territories ticked."""
    if asked.criteria.zone:
        return asked.criteria.zone
    if asked.near and asked.place.place:
        return _frame_of_place(asked.near, asked.place.place)
    territories = union(_territories(asked))
    return framed(territories) if territories else None


def _frame_of_place(near: Near, place: Place) -> Box:
    if near.level in LEVELS_WITH_RADIUS and place.point:
        there: Box | None = around(place.point, near.radius_km)
    else:
        there = extent_of(near.level, near.code)
    if near.reading is Reading.REACHES and there and _touch(there, METROPOLE):
        # Who works there may sit anywhere in the country.
        there = union([there, METROPOLE])
    return framed(there)


def _territories(asked: Asked) -> Iterator[Box | None]:
    levels: dict[Facet, Level] = {Facet.DEPARTEMENT: "departement", Facet.REGION: "region"}
    for facet, level in levels.items():
        for code in asked.criteria.filters.get(facet, ()):
            yield extent_of(level, code)


def _touch(one: Box, other: Box) -> bool:
    in_latitude = one.south <= other.north and other.south <= one.north
    return in_latitude and one.west <= other.east and other.west <= one.east
