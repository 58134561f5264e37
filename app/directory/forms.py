"""What a buyer asks of the results page, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from app.directory.boxes import box_address, read_box
from app.directory.faulty_codes import faulty_codes
from app.directory.places import address_of
from app.directory.wanted import filters_said, wanted
from app.directory.wording import PARAMETERS, READINGS, SORTS, VIEWS, View
from app.vocabulary import values_named
from domain.geography import Box
from search.french import parse
from search.port import (
    DEFAULT_RADIUS_KM,
    MAX_RADIUS_KM,
    MAX_TEXT_LENGTH,
    Facet,
    Near,
    Reading,
    SearchQuery,
    ServicesKnown,
    Sort,
)
from search.understanding import Understood, What, trimmed, understand

RADII_KM = (10, 20, 30, 50, 100, 200)

# What a buyer needs done, as opposed to by whom and where.
NEED_FACETS = frozenset({Facet.SERVICE, Facet.GROUP})

T = TypeVar("T")

Address = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search as typed and ticked: `place` is the buyer's own words, not yet a place.

    `zone` is a part of the map to keep to; `view` how the results are shown. `network` is the
    one whose members alone are searched: its pages say it, no parameter of theirs does.
    """

    text: str = ""
    place: str = ""
    zone: Box | None = None
    view: View = View.LIST
    radius_km: int = DEFAULT_RADIUS_KM
    reading: Reading = Reading.EITHER
    filters: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    network: str = ""

    def address(self) -> Address:
        """The parameters that say it, those left at their default omitted."""
        filters = [
            (PARAMETERS[facet], value)
            for facet in PARAMETERS
            for value in self.filters.get(facet, ())
        ]
        named = [
            ("q", self.text, ""),
            ("lieu", self.place, ""),
            ("rayon", str(self.radius_km), str(self.usual_radius_km)),
            ("lecture", name_of(READINGS, self.reading), "tous"),
            ("zone", box_address(self.zone) if self.zone else "", ""),
            ("vue", self.view.value, View.LIST.value),
            ("tri", name_of(SORTS, self.sort), "pertinence"),
            ("page", str(self.page), "1"),
        ]
        plain = [(name, value) for name, value, default in named if value != default]
        return plain + filters

    def with_only(self, **changes: object) -> "Criteria":
        """The same search changed so, from its first page."""
        return replace(self, page=1, **changes)  # type: ignore[arg-type]  # fields of this class

    def of_unknown_services(self) -> "Criteria":
        """Whatever the need, those of whom nobody tells what they do."""
        there = self.without_need()
        unknown = {Facet.SERVICES_KNOWN: (ServicesKnown.UNKNOWN.value,)}
        return there.with_only(filters={**there.filters, **unknown})

    def without_need(self) -> "Criteria":
        """Whatever is to be done: where and by whom, as ticked and as its words say."""
        understood = self.understood
        said = address_of(understood.place) if understood.place else ""
        asked = {**filters_said(understood), **self.filters}
        filters = {facet: values for facet, values in asked.items() if facet not in NEED_FACETS}
        return self.with_only(text="", place=self.place or said, filters=filters)

    @property
    def narrows(self) -> bool:
        """Whether something is looked for: a word, a filter."""
        return bool(self.text or self.filters)

    @property
    def says_a_need(self) -> bool:
        """What is to be done, and not only where and by whom."""
        said = self.understood.text or self.understood.values(What.SERVICE)
        return bool(said or NEED_FACETS & self.filters.keys())

    def at_place(self, place: str) -> "Criteria":
        """The same need there, wherever its words say."""
        return self.with_only(text=trimmed(self.understood.without_place()), place=place)

    def at_page(self, page: int) -> "Criteria":
        return replace(self, page=page)

    def without(self, facet: Facet, value: str) -> "Criteria":
        kept = tuple(v for v in self.filters.get(facet, ()) if v != value)
        filters = {f: v for f, v in self.filters.items() if f is not facet}
        return self.with_only(filters=filters | ({facet: kept} if kept else {}))

    def query(
        self, near: Near | None, *, has_point: bool = False, facets: tuple[Facet, ...] = ()
    ) -> SearchQuery:
        """What the engine is asked; without a point there is no distance to sort by."""
        lost = not has_point and self.sort is Sort.DISTANCE
        within = {Facet.NETWORK: (self.network,)} if self.network else {}
        plain = SearchQuery(
            near=near,
            box=self.zone,
            filters={**self.filters, **within},
            sort=Sort.RELEVANCE if lost else self.sort,
            page=self.page,
            facets=facets,
        )
        return wanted(plain, self.understood)

    @property
    def understood(self) -> Understood:
        return understand(self.text)

    @property
    def usual_radius_km(self) -> int:
        """What is meant when none is chosen."""
        return _radius_said(self.text, self.place)

    def within(self, network: str) -> "Criteria":
        """The same search among the members of that network alone, whatever others it names."""
        filters = dict(self.filters)
        filters.pop(Facet.NETWORK, None)
        return replace(self, network=network, filters=filters)


def read_criteria(
    args: "MultiDict[str, str]", networks: Mapping[str, str]
) -> tuple[Criteria, list[str]]:
    """What an address asks, and a sentence for each part of it that could not be followed."""
    problems: list[str] = []
    text, place = _words(args.get("q", ""), problems), _words(args.get("lieu", ""), problems)
    criteria = Criteria(
        text=text,
        place=place,
        radius_km=_radius(args.get("rayon", ""), _radius_said(text, place), problems),
        reading=_choice(READINGS, args.get("lecture", ""), Reading.EITHER, problems),
        zone=_zone(args.get("zone", ""), problems),
        view=_choice(VIEWS, args.get("vue", ""), View.LIST, problems),
        filters=_filters(args, networks, problems),
        sort=_choice(SORTS, args.get("tri", ""), Sort.RELEVANCE, problems),
        page=_page(args.get("page", ""), problems),
    )
    if criteria.text and not parse(criteria.text):
        problems.append(f"« {_shown(criteria.text)} » ne contient aucun mot à chercher.")
        criteria = replace(criteria, text="")
    problems += faulty_codes(criteria.understood)
    return criteria, problems


def _radius_said(text: str, place: str) -> int:
    """The distance said with the place typed apart, or in the need, or the default: "à moins de
    30 km de Tours".
    """
    said = (understand(words).radius_km for words in (place, text))
    usable = (km for km in said if km is not None and 1 <= km <= MAX_RADIUS_KM)
    return next(usable, DEFAULT_RADIUS_KM)


def _words(typed: str, problems: list[str]) -> str:
    if len(_in_one_line(typed)) > MAX_TEXT_LENGTH:
        problems.append(
            f"Seuls les {MAX_TEXT_LENGTH} premiers caractères de votre texte ont été lus."
        )
    return words_typed(typed)


def words_typed(typed: str) -> str:
    return _in_one_line(typed)[:MAX_TEXT_LENGTH].rstrip()


def _in_one_line(typed: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in typed)
    return " ".join(printable.split())


def _radius(typed: str, usual: int, problems: list[str]) -> int:
    if not typed.strip():
        return usual
    radius = _whole(typed)
    if radius is not None and 1 <= radius <= MAX_RADIUS_KM:
        return radius
    problems.append(
        f"La distance doit être un nombre de 1 à {MAX_RADIUS_KM} km :"
        f" nous avons cherché à {usual} km."
    )
    return usual


def _zone(typed: str, problems: list[str]) -> Box | None:
    zone = read_box(typed.strip())
    if typed.strip() and zone is None:
        problems.append("La zone de la carte n’a pas pu être lue : elle a été ignorée.")
    return zone


def _page(typed: str, problems: list[str]) -> int:
    if not typed.strip():
        return 1
    page = _whole(typed)
    if page is not None and page >= 1:
        return page
    problems.append("Ce numéro de page n’existe pas : voici la première page.")
    return 1


def _whole(typed: str) -> int | None:
    """Digits alone, and few: int() also reads "1_0", "+3" and thousands of digits."""
    digits = typed.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None


def _choice(names: Mapping[str, T], typed: str, default: T, problems: list[str]) -> T:
    if typed and typed not in names:
        problems.append(f"« {_shown(typed)} » n’est pas un choix possible : il a été ignoré.")
    return names.get(typed, default)


def _filters(
    args: "MultiDict[str, str]", networks: Mapping[str, str], problems: list[str]
) -> dict[Facet, tuple[str, ...]]:
    filters: dict[Facet, tuple[str, ...]] = {}
    for facet, parameter in PARAMETERS.items():
        asked = [words for words in args.getlist(parameter) if words]
        named = {words: values_named(facet, words, networks) for words in asked}
        problems += [
            f"Le filtre « {_shown(words)} » n’existe pas : il a été ignoré."
            for words, values in named.items()
            if not values
        ]
        if values := tuple(dict.fromkeys(value for found in named.values() for value in found)):
            filters[facet] = values
    return filters


def _shown(typed: str) -> str:
    return words_typed(typed)[:40]


def name_of(names: Mapping[str, T], value: T) -> str:
    """The name of a value in one of the tables of the vocabulary."""
    return next(name for name, known in names.items() if known is value)
