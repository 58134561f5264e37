"""Facets as lists of boxes to tick, each with its count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.directory.wording import HEADINGS, PARAMETERS, shown_label
from app.vocabulary import values_named
from search.port import Facet, FacetCount

SHOWN_AT_ONCE = 6
# From so many boxes on, a field finds one among them.
LONG = 13


@dataclass(frozen=True, slots=True)
class Box:
    """`id` follows the value, not the rank: focus finds it again when the list changes."""

    id: str
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """`more` are the boxes behind "Afficher les autres"."""

    name: str
    heading: str
    boxes: tuple[Box, ...]
    more: tuple[Box, ...]
    chosen: int

    @property
    def is_long(self) -> bool:
        return len(self.boxes) + len(self.more) >= LONG

    @property
    def has_synonyms(self) -> bool:
        """Whether its values are also found by other words than their labels."""
        return self.name == PARAMETERS[Facet.SERVICE]


def present_facets(
    counts: Mapping[Facet, Sequence[FacetCount]],
    filters: Mapping[Facet, tuple[str, ...]],
    networks: Mapping[str, str],
) -> tuple[FacetView, ...]:
    views = (
        _view(facet, counts.get(facet, ()), filters.get(facet, ()), networks)
        for facet in PARAMETERS
    )
    return tuple(view for view in views if view.boxes)


def _view(
    facet: Facet, counts: Sequence[FacetCount], chosen: tuple[str, ...], networks: Mapping[str, str]
) -> FacetView:
    """The ticked boxes first, even with nothing to count, then the fullest."""
    found = {row.value: row.count for row in counts if _can_be_chosen(facet, row, networks)} | {
        value: 0 for value in chosen if value not in {row.value for row in counts}
    }
    order = sorted(found, key=lambda value: (value not in chosen, -found[value]))
    boxes = tuple(
        Box(
            id=f"{PARAMETERS[facet]}-{value.lower()}",
            value=value,
            label=shown_label(facet, value, networks),
            count=found[value],
            checked=value in chosen,
        )
        for value in order
    )
    at_once = max(SHOWN_AT_ONCE, len(chosen))
    if len(boxes) <= at_once + 1:  # a fold for a single box would hide it for nothing
        at_once = len(boxes)
    return FacetView(
        PARAMETERS[facet], HEADINGS[facet], boxes[:at_once], boxes[at_once:], len(chosen)
    )


def _can_be_chosen(facet: Facet, row: FacetCount, networks: Mapping[str, str]) -> bool:
    """A value that the taxonomy no longer knows would be ignored in an address."""
    return row.count > 0 and values_named(facet, row.value, networks) == (row.value,)
