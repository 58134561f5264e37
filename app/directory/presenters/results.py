"""The results page: what was understood, what was found, and how to narrow it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.directory.asked import Asked
from app.directory.boxes import box_address
from app.directory.faulty_codes import faulty_codes
from app.directory.forms import RADII_KM, Address, Criteria
from app.directory.places import PlaceReading, address_of, told_apart
from app.directory.presenters.facets import FacetView, present_facets
from app.directory.presenters.hits import Band, present_bands
from app.directory.presenters.marks import Marks
from app.directory.presenters.understanding import (
    NotFollowed,
    OtherReadings,
    ReadingChip,
    present_chips,
    present_not_followed,
    present_others,
    present_words_left,
)
from app.directory.suggestions import Offers
from app.directory.wording import (
    PARAMETERS,
    READING_LABELS,
    READING_MEANINGS,
    READINGS,
    SORT_LABELS,
    SORTS,
    VIEW_LABELS,
    shown_label,
)
from app.templating import NBSP, counted, number, typo
from domain.geography import Box
from domain.kinds import KINDS
from domain.models import Supplier
from search.port import MAX_REACHED, Facet, Reading, SearchResults

PAGES_AROUND = 2


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    address: Address
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address of the same search without it."""

    label: str
    address: Address


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class ReadingOption:
    """`meaning` explains it, empty where its label does."""

    value: str
    label: str
    meaning: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class ResultsMap:
    """`frame` is what it opens on; `address` that of the search whose results it shows.

    `circle` is "latitude,longitude,km": around the place, for who sits there; empty without one.
    """

    frame: str
    zone: str
    circle: str
    address: Address
    marks: Marks


@dataclass(frozen=True, slots=True)
class ResultsPage:
    criteria: Criteria
    place: PlaceReading
    place_said: str
    other_places: tuple[Link, ...]
    heading: str
    subject: str
    total: int
    shares: str
    bands: tuple[Band, ...]
    facets: tuple[FacetView, ...]
    understood: tuple[ReadingChip, ...]
    otherwise: tuple[OtherReadings, ...]
    not_followed: tuple[NotFollowed, ...]
    chips: tuple[Chip, ...]
    cleared: Address
    readings: tuple[ReadingOption, ...]
    views: tuple[Link, ...]
    map: ResultsMap | None
    zone: str
    sorts: tuple[Option, ...]
    radii: tuple[Option, ...]
    pager: tuple[Link | None, ...]
    previous: Link | None
    following: Link | None
    problems: Sequence[str]
    offers: Offers

    @property
    def title(self) -> str:
        page = f", page {self.criteria.page}" if self.criteria.page > 1 else ""
        title = f"{self.subject} : {self.heading}" if self.subject else self.heading
        return typo(title) + page

    @property
    def is_of_words(self) -> bool:
        """Others may be tried: it has some that nothing reads, and no number written wrongly."""
        understood = self.criteria.understood
        return bool(understood.text) and not faulty_codes(understood)


def present_results(
    asked: Asked,
    found: SearchResults,
    suppliers: Mapping[int, Supplier],
    offers: Offers,
    shown_map: ResultsMap | None,
) -> ResultsPage:
    criteria, place = asked.criteria, asked.place
    pages = min(found.pages, MAX_REACHED // found.query.per_page)
    return ResultsPage(
        criteria=criteria,
        place=place,
        place_said=typo(place.told),
        other_places=_other_places(criteria, place),
        heading=counted(found.total, "structure") if found.total else "Aucune structure",
        subject=_subject(criteria, place),
        total=found.total,
        shares=typo(_shares(asked, found)),
        bands=present_bands(asked, found, suppliers),
        facets=present_facets(found.facets, criteria.filters, asked.networks),
        understood=(*present_chips(criteria, asked.networks), *present_words_left(asked)),
        otherwise=present_others(criteria, asked.networks),
        not_followed=present_not_followed(asked, found),
        chips=_chips(criteria, asked.networks),
        cleared=criteria.with_only(filters={}, zone=None).address(),
        readings=_readings(criteria, place, found) if place.place else (),
        views=_views(criteria),
        map=shown_map,
        zone=box_address(criteria.zone) if criteria.zone else "",
        sorts=_sorts(criteria, place),
        radii=radius_options(criteria.radius_km, criteria.usual_radius_km),
        pager=_pager(criteria, pages),
        previous=_page_link(criteria, criteria.page - 1, pages, "Page précédente"),
        following=_page_link(criteria, criteria.page + 1, pages, "Page suivante"),
        problems=[typo(problem) for problem in asked.problems],
        offers=offers,
    )


def present_map(criteria: Criteria, place: PlaceReading, frame: Box, marks: Marks) -> ResultsMap:
    zone = box_address(criteria.zone) if criteria.zone else ""
    everywhere = criteria.with_only(zone=None).address()
    return ResultsMap(box_address(frame), zone, _circle(criteria, place), everywhere, marks)


def _circle(criteria: Criteria, place: PlaceReading) -> str:
    point = place.place.point if place.place and place.has_radius else None
    if point is None or criteria.reading is Reading.REACHES:
        return ""
    return f"{point.latitude},{point.longitude},{criteria.radius_km}"


def radius_options(chosen: int, usual: int) -> tuple[Option, ...]:
    """Some distances, the one asked for, and the `usual`, which sends nothing: a need that is typed
    then may say another.
    """
    return tuple(
        Option("" if radius == usual else str(radius), f"{radius}{NBSP}km", radius == chosen)
        for radius in sorted({*RADII_KM, chosen, usual})
    )


def _subject(criteria: Criteria, place: PlaceReading) -> str:
    """What was searched, in a few words: "repassage, à 50 km d’ici" needs no elision this way."""
    where = ""
    if place.place:
        where = typo(place.place.label)
        if place.has_radius and criteria.reading is not Reading.REACHES:
            where += f" et {criteria.radius_km}{NBSP}km autour"
    text = typo(f"« {criteria.text} »") if criteria.text else ""
    return ", ".join(part for part in (text, where) if part)


def _shares(asked: Asked, found: SearchResults) -> str:
    """How many do the service that the words name, and how many but say the words."""
    understood, services = asked.criteria.understood, asked.services
    is_ticked = Facet.SERVICE in asked.criteria.filters
    if is_ticked or understood.less_sure or len(services) != 1:
        return ""
    counts = {one.value: one.count for one in found.facets[Facet.SERVICE]}
    doing = counts.get(services[0], 0)
    others = found.total - doing
    need = found.query.need
    if not (doing and others > 0 and need and need.words):
        return ""
    service = f"« {shown_label(Facet.SERVICE, services[0], {})} »"
    do = f"{number(doing)} proposent {service}." if doing > 1 else f"1 propose {service}."
    have = f"{number(others)} autres ont" if others > 1 else "1 autre a"
    theirs = "leur fiche, ou leur nom" if others > 1 else "sa fiche, ou son nom"
    return f"{do} {have} « {need.words} » dans {theirs}."


def _other_places(criteria: Criteria, reading: PlaceReading) -> tuple[Link, ...]:
    there = criteria.with_only(text="") if reading.name else criteria
    return tuple(
        Link(typo(told_apart(place)), there.with_only(place=address_of(place)).address())
        for place in reading.others
    )


def _chips(criteria: Criteria, networks: Mapping[str, str]) -> tuple[Chip, ...]:
    of_zone = [Chip("Zone de la carte", criteria.with_only(zone=None).address())]
    of_filters = [
        Chip(
            _chip_label(facet, value, networks),
            criteria.without(facet, value).address(),
        )
        for facet in PARAMETERS
        for value in criteria.filters.get(facet, ())
    ]
    return (*(of_zone if criteria.zone else ()), *of_filters)


def _chip_label(facet: Facet, value: str, networks: Mapping[str, str]) -> str:
    """Short: the whole name stands beside its box."""
    return KINDS[value].short if facet is Facet.KIND else shown_label(facet, value, networks)


def _readings(
    criteria: Criteria, place: PlaceReading, found: SearchResults
) -> tuple[ReadingOption, ...]:
    return tuple(
        ReadingOption(
            name,
            READING_LABELS[name],
            _meaning(name, criteria, place),
            found.readings[reading],
            reading is criteria.reading,
        )
        for name, reading in READINGS.items()
    )


def _meaning(reading: str, criteria: Criteria, place: PlaceReading) -> str:
    if reading == "implante" and not place.has_radius:
        return "Leur adresse est sur ce territoire."
    return typo(READING_MEANINGS.get(reading, "").format(radius=criteria.radius_km))


def _views(criteria: Criteria) -> tuple[Link, ...]:
    return tuple(
        Link(label, replace(criteria, view=view).address(), view is criteria.view)
        for view, label in VIEW_LABELS.items()
    )


def _sorts(criteria: Criteria, place: PlaceReading) -> tuple[Option, ...]:
    """Without a place there is no distance to sort by."""
    return tuple(
        Option(name, SORT_LABELS[name], sort is criteria.sort)
        for name, sort in SORTS.items()
        if name != "distance" or place.has_point
    )


def _pager(criteria: Criteria, pages: int) -> tuple[Link | None, ...]:
    """The first, the last and those around the current page; None stands for a gap."""
    if pages == 1:
        return ()
    around = range(criteria.page - PAGES_AROUND, criteria.page + PAGES_AROUND + 1)
    shown = sorted({1, pages, *(n for n in around if 1 <= n <= pages)})
    links: list[Link | None] = []
    for before, page in zip([0, *shown], shown, strict=False):
        if page > before + 1:
            links.append(None)
        links.append(_numbered(criteria, page))
    return tuple(links)


def _numbered(criteria: Criteria, page: int) -> Link:
    return Link(number(page), _at_page(criteria, page), page == criteria.page)


def _page_link(criteria: Criteria, page: int, pages: int, label: str) -> Link | None:
    return Link(label, _at_page(criteria, page)) if 1 <= page <= pages else None


def _at_page(criteria: Criteria, page: int) -> Address:
    return criteria.at_page(page).address()
