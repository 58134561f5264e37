"""The search port: what a search asks and answers, whatever engine does the work.

A query is a value: it prints, compares and hashes. What it means is settled before the
engine (search/french.py, search/understanding/, domain/coverage.py), so that two engines can
agree.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, Protocol, get_args

from domain.geography import Box, Level, Place, Point, gazetteer
from search.cells import MAX_CELLS, MAX_ZOOM, Cell, cell_count
from search.french import Token
from search.french import words as normalised

MAX_PER_PAGE = 100
MAX_RADIUS_KM = 500
DEFAULT_RADIUS_KM = 50
MAX_TEXT_LENGTH = 300
# How far into its results a query may go, whatever the engine.
MAX_REACHED = 10_000
# How many suppliers a map shows one by one; beyond, it counts them by cell.
MAX_POINTS = 300

_FACET_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")


class SearchError(Exception):
    """The engine could not answer; the cause is chained. Callers see only this."""


class IndexUnavailableError(SearchError):
    """There is no index to read yet."""


class RefusedError(SearchError):
    """The engine will not do this, however often it is asked; `code` is its own word for why."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class InvalidQueryError(SearchError, ValueError):
    """The query cannot be asked; the message says, in French, what to do instead."""


class Sort(StrEnum):
    RELEVANCE = "relevance"
    DISTANCE = "distance"
    NAME = "name"
    FRESHNESS = "freshness"


class Reading(StrEnum):
    """How a supplier may match a place: it sits there, it works there, or either."""

    LOCATED = "located"
    REACHES = "reaches"
    EITHER = "either"


class Facet(StrEnum):
    """What can be filtered on and counted; the value is the public name."""

    KIND = "kind"
    SERVICE = "service"
    GROUP = "group"
    SERVICES_KNOWN = "services_known"
    LABEL = "label"
    NETWORK = "network"
    LEGAL_FRAME = "legal_frame"
    DEPARTEMENT = "departement"
    REGION = "region"


class ServicesKnown(StrEnum):
    """The values of Facet.SERVICES_KNOWN: does anyone tell what the supplier does?"""

    DECLARED = "declares"
    SAID = "dits"  # only its own name or description says it
    UNKNOWN = "inconnus"


# An intercommunalité, a département or a région is its own extent: no radius around it.
LEVELS_WITH_RADIUS: tuple[Level, ...] = ("commune", "postcode")


@dataclass(frozen=True, slots=True)
class Near:
    """A place looked around.

    `level` is one of commune, postcode, epci, departement, former_region, region; `code` its
    official code.
    `radius_km` counts from the place's point, and only for LEVELS_WITH_RADIUS.
    """

    level: Level
    code: str
    radius_km: float = DEFAULT_RADIUS_KM
    reading: Reading = Reading.EITHER


@dataclass(frozen=True, slots=True)
class Need:
    """What is to be done: one of `services`, declared or said, or all `words` in the texts.

    Those who do one of `less_sure`, which the words may also mean, are found too, and come after.
    Every one of the words is whole. `is_precise`: they say more than the names of the services,
    so that who says the very words comes before who declares one.
    """

    services: tuple[str, ...]
    words: str = ""
    is_precise: bool = False
    less_sure: tuple[str, ...] = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        return (*self.services, *self.less_sure)


# With a name: who bears it, and nobody else.
NO_NEED = Need(())


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is asked. `filters` maps a facet to the accepted values (any of them).

    Those whose own name holds all the words of `name` are found too, whatever the text, the need
    and the place, and come first; only those whose whole name it is, when `name_is_whole`. So are
    those who sit at the place itself, whatever the radius, and whose name holds all those of
    `name_there`.

    `kinds_said` are those that words say, and nobody ticked: one of them holds, but for who bears
    the name with what says the kind in it, a fondation that is listed as an ACI.

    `box` keeps those whose own point lies in it, wherever they work. However they were given,
    values are kept as tuples, and so are the facets to count.
    """

    text: str = ""
    need: Need | None = None
    name: str = ""
    name_there: str = ""
    name_is_whole: bool = False
    near: Near | None = None
    box: Box | None = None
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    kinds_said: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 20
    facets: tuple[Facet, ...] = ()

    def __post_init__(self) -> None:
        kept = {
            # A word alone stays, for `validate` to refuse: its letters are no values.
            facet: values if isinstance(values, str) else tuple(values)
            for facet, values in self.filters.items()
        }
        object.__setattr__(self, "filters", MappingProxyType(kept))
        object.__setattr__(self, "kinds_said", tuple(self.kinds_said))
        object.__setattr__(self, "facets", tuple(self.facets))

    def __hash__(self) -> int:
        filters = frozenset(self.filters.items())
        asked = (
            self.text,
            self.need,
            self.name,
            self.name_there,
            self.name_is_whole,
            self.near,
            self.box,
            filters,
            self.kinds_said,
            self.facets,
        )
        return hash((*asked, self.sort, self.page, self.per_page))

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page


def services_wanted(query: SearchQuery) -> tuple[str, ...]:
    """Those filtered on, else those needed: who declares one comes before whose words say it."""
    needed = query.need.services if query.need else ()
    return query.filters.get(Facet.SERVICE) or needed


def services_accepted(query: SearchQuery) -> tuple[str, ...]:
    """Those wanted, then those that the words may also mean."""
    accepted = query.need.accepted if query.need else ()
    return query.filters.get(Facet.SERVICE) or accepted


def very_words(query: SearchQuery) -> tuple[str, ...]:
    """The words, normalised, that bring who says them all first, by relevance; () when none do."""
    need = query.need if query.sort is Sort.RELEVANCE else None
    return normalised(need.words) if need and need.is_precise else ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One supplier found.

    `distance_km` is the geodesic from the place's point, when both have one. `located` tells
    whether it sits at the place, and is None without a place. `named`: its name holds that of the
    query, wherever it is; `named_alike`: but for a typo, or an ending. `verbatim`: its own texts
    say the very words of the need, where that counts. `less_sure`: all it does, or comes there
    for, is what the words may mean less surely. Relevance alone tells `named_alike` and
    `less_sure`. `completeness` is that of its page, 0 to 100.
    """

    id: int
    score: float
    distance_km: float | None = None
    located: bool | None = None
    named: bool = False
    named_alike: bool = False
    verbatim: bool = False
    less_sure: bool = False
    completeness: int = 0


@dataclass(frozen=True, slots=True)
class Matched:
    """What words were looked for, typos included: what to highlight in a text.

    `terms` are normalised words; `prefix`, when not empty, any word that begins so.
    """

    terms: frozenset[str] = frozenset()
    prefix: str = ""

    def __or__(self, other: "Matched") -> "Matched":
        return Matched(self.terms | other.terms, self.prefix or other.prefix)

    def __call__(self, token: Token) -> bool:
        """Whether a word of a text is a match: what french.highlight and french.snippet ask."""
        if self.prefix and token.text.startswith(self.prefix):
            return True
        return token.text in self.terms


@dataclass(frozen=True, slots=True)
class FacetCount:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page. `total` is exact; facet counts are disjunctive (a facet ignores its own filter).

    Values are counted most frequent first, then in order; those that nobody has are left out.
    `readings` tells how many each reading of the place would find; empty without a place.
    `named` tells how many bear the name, whom each reading counts too.
    """

    query: SearchQuery
    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    took_ms: float
    matched: Matched = Matched()
    readings: Mapping[Reading, int] = field(default_factory=dict)
    named: int = 0

    @property
    def pages(self) -> int:
        return page_count(self.query, self.total)


@dataclass(frozen=True, slots=True)
class CellCount:
    cell: Cell
    count: int


@dataclass(frozen=True, slots=True)
class MapPoint:
    """Where a supplier found sits."""

    id: int
    point: Point


@dataclass(frozen=True, slots=True)
class MapResults:
    """What a map shows of a search within a box: `points` when they are MAX_POINTS or fewer.

    Otherwise `cells`, the fullest first. `total` counts those of the box, `everywhere` all that
    the search finds, `unlocated` those among them that have no point and are on no map.
    """

    total: int
    everywhere: int
    unlocated: int
    points: tuple[MapPoint, ...] = ()
    cells: tuple[CellCount, ...] = ()


def validate(query: SearchQuery) -> Place | None:
    """The place of `query`, None without one; what every engine calls before it searches.

    Raises InvalidQueryError, whose message says in French what to do instead.
    """
    _check_text(query.text)
    _check_filters(query)
    _check_page(query)
    if query.box:
        _check_box(query.box)
    place = _place(query.near) if query.near else None
    if query.sort is Sort.DISTANCE and not (place and place.point):
        raise InvalidQueryError(
            "Pour trier par distance, indiquez un lieu dont la position est connue "
            "(une commune ou un code postal)."
        )
    return place


def validate_map(query: SearchQuery, box: Box, zoom: int) -> Place | None:
    """As `validate`, for SearchEngine.map_cells."""
    _check_box(box)
    if not 0 <= zoom <= MAX_ZOOM or cell_count(box, zoom) > MAX_CELLS:
        raise InvalidQueryError(
            f"La carte compte au plus {MAX_CELLS} carrés : demandez une zone plus petite,"
            " ou des carrés plus grands."
        )
    return validate(query)


def check_page_exists(query: SearchQuery, total: int) -> None:
    """Raises InvalidQueryError when the page asked lies beyond the last of `total` hits."""
    pages = page_count(query, total)
    if query.page > pages:
        last = "une seule page" if pages == 1 else f"{pages} pages"
        raise InvalidQueryError(
            f"La page {query.page} n’existe pas\u00a0: ces résultats tiennent en {last}."
        )


def page_count(query: SearchQuery, total: int) -> int:
    """How many pages `total` hits make: at least one."""
    return max(1, -(-total // query.per_page))


def _check_text(text: str) -> None:
    if len(text) > MAX_TEXT_LENGTH:
        raise InvalidQueryError(
            f"La recherche est trop longue ({len(text)} caractères) : "
            f"gardez l’essentiel, en {MAX_TEXT_LENGTH} caractères au plus."
        )


def _check_filters(query: SearchQuery) -> None:
    for facet in (*query.filters, *query.facets):
        if not isinstance(facet, Facet):
            raise InvalidQueryError(
                f"Le filtre « {facet} » n’existe pas : choisissez parmi {', '.join(Facet)}."
            )
    for facet, values in query.filters.items():
        if isinstance(values, str) or not values:
            raise InvalidQueryError(
                f"Donnez au filtre « {facet} » la liste d’une ou plusieurs valeurs, ou retirez-le."
            )
        for value in values:
            if not _FACET_VALUE.fullmatch(value):
                raise InvalidQueryError(
                    f"« {value} » ne peut pas être une valeur du filtre "
                    f"« {facet} » : donnez un code ou un identifiant, "
                    "sans espace ni accent."
                )


def _check_page(query: SearchQuery) -> None:
    if not 1 <= query.per_page <= MAX_PER_PAGE:
        raise InvalidQueryError(
            f"Demandez de 1 à {MAX_PER_PAGE} résultats par page, et non {query.per_page}."
        )
    if query.page < 1:
        raise InvalidQueryError(f"La page {query.page} n’existe pas : la première est la page 1.")
    if query.page * query.per_page > MAX_REACHED:
        raise InvalidQueryError(
            f"On ne peut parcourir que les {MAX_REACHED} premiers résultats : "
            "ajoutez un mot, un lieu ou un filtre pour les réduire."
        )


def _check_box(box: Box) -> None:
    # Written so that NaN fails it too.
    if not (-90 <= box.south <= box.north <= 90 and -180 <= box.west <= box.east <= 180):
        raise InvalidQueryError(
            "La zone de la carte est mal formée : donnez ses bords sud, ouest, nord et est,"
            " en degrés."
        )


def _place(near: Near) -> Place:
    if not (math.isfinite(near.radius_km) and 0 <= near.radius_km <= MAX_RADIUS_KM):
        raise InvalidQueryError(
            f"Choisissez un rayon de 0 à {MAX_RADIUS_KM} km, et non {near.radius_km:g} km."
        )
    place = gazetteer().place(near.level, near.code) if near.level in get_args(Level) else None
    if place is None:
        raise InvalidQueryError(
            f"Le lieu « {near.code} » ({near.level}) est inconnu : "
            "vérifiez le code, ou cherchez le lieu par son nom."
        )
    return place


class SearchEngine(Protocol):
    """Reads one copy of the index. Safe between threads."""

    def search(self, query: SearchQuery) -> SearchResults:
        """Answer `query`.

        Service and place hold on the same activity, needed or filtered. A supplier that has one
        of the services needed reaches the place only by a zone that carries one; who has but the
        words of the need reaches it by any zone.

        Raises InvalidQueryError (undeclared filter or value of a wrong form, page or size out
        of range) and SearchError (the index cannot be read).
        """
        ...

    def map_cells(self, query: SearchQuery, box: Box, zoom: int) -> MapResults:
        """Where those that `query` finds sit, within `box`, which takes the place of its own.

        Its page and its sort do not count. Cells are those of `zoom` (search/cells.py), and
        hold nobody from outside the box.

        Raises InvalidQueryError (a box with more than MAX_CELLS cells too) and SearchError.
        """
        ...

    def count_at(self, level: Literal["departement", "region"]) -> Mapping[str, int]:
        """How many a search at each territory finds, nothing else asked, by its code.

        Those that sit there and those that work there; territories with none are left out.
        Raises SearchError.
        """
        ...

    def count(self) -> int:
        """How many suppliers the index holds. Raises SearchError."""
        ...


class IndexCopy(Protocol):
    """One copy of the index, seen by the process that feeds it: one at a time."""

    def is_usable(self) -> bool:
        """Whether there is an index, built with today's settings; otherwise rebuild it."""
        ...

    def fingerprints(self) -> dict[int, str]:
        """The hash of every document, by supplier id: what a check compares with SQL."""
        ...


class IndexWriter(IndexCopy, Protocol):
    """A copy that is written at once."""

    def apply(self, documents: Iterable[Mapping[str, object]], deleted: Iterable[int]) -> None:
        """Replace these documents and delete those ids; readers see all of it or nothing."""
        ...

    def rebuild(self, documents: Iterable[Mapping[str, object]]) -> int:
        """Replace the whole content, readers served meanwhile; return how many it holds."""
        ...
