"""How many suppliers each value of a facet would find, its present filter aside."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from domain.taxonomy import taxonomy
from search.documents import FACET_FIELDS, ZONES
from search.meilisearch.batch import Asked, Batch
from search.meilisearch.filters import all_of, any_of, none_of, one_of
from search.meilisearch.places import Around
from search.meilisearch.selection import Selection, carries, services_of
from search.meilisearch.wordings import Wording
from search.port import Facet, FacetCount, Reading

# What a zone carries: a filter on them and a place must hold on the same zone.
ZONE_FACETS = (Facet.SERVICE, Facet.GROUP)

# How many have each value, to read once the batch was sent.
Counts = Callable[[], Counter[str]]


class Counting:
    """Counts what `selection` keeps, in questions of `batch`."""

    def __init__(self, batch: Batch, selection: Selection, around: Around | None) -> None:
        self._batch = batch
        self._selection = selection
        self._around = around

    def ask(self, facets: Sequence[Facet], wordings: Sequence[Wording]) -> dict[Facet, Counts]:
        """The counts of these facets, over wordings that share no supplier."""
        asked = {facet: [] for facet in facets}  # type: dict[Facet, list[Counts]]
        for wording in wordings:
            for facet, counts in self._ask_together(facets, wording).items():
                asked[facet].append(counts)
            for facet in facets:
                if not self._is_plain(facet):
                    asked[facet].append(self._ask_alone(facet, wording))
        return {facet: _sum_of(counts) for facet, counts in asked.items()}

    def _is_plain(self, facet: Facet) -> bool:
        """Whether the whole selection is counted: no filter to set aside, no zone to look at."""
        return facet not in self._selection.filters and not self._is_of_zones(facet)

    def _is_of_zones(self, facet: Facet) -> bool:
        around = self._around
        return bool(around and around.near.reading is not Reading.LOCATED) and facet in ZONE_FACETS

    def _ask_together(self, facets: Sequence[Facet], wording: Wording) -> dict[Facet, Counts]:
        plain = {facet: FACET_FIELDS[facet] for facet in facets if self._is_plain(facet)}
        if not plain:
            return {}
        asked = self._batch.count(wording, self._selection.kept(), list(plain.values()))
        return {facet: _counts_of(asked, field) for facet, field in plain.items()}

    def _ask_alone(self, facet: Facet, wording: Wording) -> Counts:
        if self._is_of_zones(facet):
            count = self._services_there if facet is Facet.SERVICE else self._groups_there
            return count(wording)
        field = FACET_FIELDS[facet]
        return _counts_of(self._batch.count(wording, self._selection.kept(facet), [field]), field)

    def _services_there(self, wording: Wording) -> Counts:
        """Where it sits, all that a supplier does; else what the zones that bring it carry.

        A service belongs to one zone: no supplier is counted twice.
        """
        filtered = self._selection.filtered(Facet.SERVICE)
        counted: list[Counts] = []
        coming = ""
        if sits := self._selection.sits():
            field, coming = FACET_FIELDS[Facet.SERVICE], none_of(sits)
            sitting = self._batch.count(wording, all_of(filtered, sits), [field])
            counted.append(_counts_of(sitting, field))
        for zone in ZONES:
            there = all_of(filtered, self._selection.reaches(zone, Facet.SERVICE), coming)
            carried = f"{zone}.services"
            counted.append(_counts_of(self._batch.count(wording, there, [carried]), carried))
        return _sum_of(counted)

    def _groups_there(self, wording: Wording) -> Counts:
        """A supplier counts once for a group, however many of its zones carry it."""
        filtered = self._selection.filtered(Facet.GROUP)
        asked = {
            group: self._batch.count(wording, all_of(filtered, self._of_group(group)))
            for group in taxonomy().groups
        }
        return lambda: Counter({group: answer.total for group, answer in asked.items()})

    def _of_group(self, group: str) -> str:
        """Who sits there and has it, or comes by a zone that carries it."""
        services = services_of([group])
        coming = (
            all_of(self._selection.reaches(zone, Facet.GROUP), carries(zone, services))
            for zone in ZONES
        )
        sits = self._selection.sits()
        if not sits:
            return any_of(*coming)
        return any_of(all_of(sits, one_of(FACET_FIELDS[Facet.GROUP], [group])), *coming)


def ordered(counts: Counter[str]) -> tuple[FacetCount, ...]:
    """The most frequent values first, then in order; those that nobody has are left out."""
    found = sorted((+counts).items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in found)


def _counts_of(asked: Asked, field: str) -> Counts:
    return lambda: asked.counts(field)


def _sum_of(counts: Iterable[Counts]) -> Counts:
    counted = list(counts)
    return lambda: sum((count() for count in counted), Counter())
