"""Filter expressions, as Meilisearch reads them."""

from collections.abc import Iterable
from decimal import Decimal

from domain.geography import Box, Point

NOBODY = "id < 0"


def one_of(field: str, values: Iterable[object]) -> str:
    """Whether the field has one of these values."""
    listed = ", ".join(map(_quoted, values))
    return f"{field} IN [{listed}]" if listed else NOBODY


def all_of(*conditions: str) -> str:
    """Every condition that is not empty; "" when there is none."""
    return _joined(" AND ", conditions)


def any_of(*conditions: str) -> str:
    """At least one of the conditions, none of which may be empty."""
    return _joined(" OR ", conditions) or NOBODY


def none_of(condition: str) -> str:
    return f"NOT ({condition})"


def within(point: Point, metres: float) -> str:
    """As the crow flies over a sphere; the point comes first, as everywhere in Meilisearch."""
    return f"_geoRadius({_plain(point.latitude)}, {_plain(point.longitude)}, {_plain(metres)})"


def inside(box: Box) -> str:
    """Its edges belong to it."""
    south, west, north, east = map(_plain, box)
    return f"_geoBoundingBox([{north}, {east}], [{south}, {west}])"


def _joined(word: str, conditions: Iterable[str]) -> str:
    kept = [condition for condition in conditions if condition]
    return kept[0] if len(kept) == 1 else word.join(f"({condition})" for condition in kept)


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _plain(number: float) -> str:
    """All the digits of a number, and no exponent."""
    return format(Decimal(repr(float(number))), "f")
