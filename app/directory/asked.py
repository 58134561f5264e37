"""A search as it was asked and understood: what views pass on to presenters."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.directory.forms import Criteria
from app.directory.places import PlaceReading
from search.port import Facet, Near, SearchQuery
from search.understanding import services_named


@dataclass(frozen=True, slots=True)
class Asked:
    """`networks`: slug → name; `problems`: a sentence for each part that could not be followed."""

    criteria: Criteria
    place: PlaceReading
    networks: Mapping[str, str]
    problems: list[str] = field(default_factory=list)

    @property
    def near(self) -> Near | None:
        return self.place.near(self.criteria.radius_km, self.criteria.reading)

    @property
    def services(self) -> tuple[str, ...]:
        """The services that the need names: those ticked, else those that its words name."""
        return self.criteria.filters.get(Facet.SERVICE) or services_named(self.criteria.text)

    def query(self) -> SearchQuery:
        """With all facets but that of networks, among the members of one."""
        asked_for = (f for f in Facet if f is not Facet.NETWORK or not self.criteria.network)
        return self.criteria.query(
            self.near, has_point=self.place.has_point, facets=tuple(asked_for)
        )

    def from_the_first_page(self, problem: str) -> "Asked":
        return replace(self, criteria=self.criteria.at_page(1), problems=[*self.problems, problem])
