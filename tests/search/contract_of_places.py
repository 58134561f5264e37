"""What every engine means by a place: sitting there, working there, near and far."""

from collections.abc import Iterator
from typing import Any, Literal

import pytest

from domain.geography import Level, Point, distance_km, gazetteer
from domain.taxonomy import taxonomy
from search.documents import Document
from search.port import (
    NO_NEED,
    Facet,
    Near,
    Need,
    Reading,
    SearchEngine,
    SearchQuery,
    SearchResults,
    Sort,
)
from tests.search.contract import EngineWith, ids
from tests.search.documents import ANGERS, GRENOBLE, LYON, NANTES, settled, supplier, zone

AURA, ISERE = "region:84", "departement:38"
BRETAGNE, FINISTERE = "region:53", "departement:29"
LA_TRONCHE, CHAMROUSSE, QUIMPER = "38516", "38567", "29232"


def near(code: str, radius_km: float = 0, reading: Reading = Reading.EITHER) -> Near:
    return Near("commune", code, radius_km, reading)


def found(engine: SearchEngine, place: Near, **query: Any) -> set[int]:
    results = engine.search(SearchQuery(near=place, per_page=100, **query))
    assert results.total == len(results.hits)
    return set(ids(results))


def counts(results: SearchResults, facet: Facet) -> dict[str, int]:
    return {counted.value: counted.count for counted in results.facets[facet]}


class LocatedContract:
    """Implanté : it sits in the place, or within the radius of its point."""

    def test_it_works(self, engine_with: EngineWith) -> None:
        engine = engine_with([settled(1, ANGERS), settled(2, NANTES), supplier(3)])

        results = engine.search(SearchQuery(near=near(ANGERS, 30)))

        assert ids(results) == [1]
        assert results.hits[0].located is True
        assert results.hits[0].distance_km == pytest.approx(0, abs=0.001)

    @pytest.mark.parametrize(("beyond_km", "inside"), [(0.001, False), (-0.001, True)])
    def test_the_geodesic_settles_the_edge_of_the_radius(
        self, engine_with: EngineWith, beyond_km: float, inside: bool
    ) -> None:
        engine = engine_with([settled(1, NANTES)])
        distance = distance_km(centre(ANGERS), centre(NANTES))

        there = found(engine, near(ANGERS, distance - beyond_km, Reading.LOCATED))

        assert there == ({1} if inside else set())

    def test_one_of_the_commune_is_there_whatever_its_point(self, engine_with: EngineWith) -> None:
        engine = engine_with(
            [settled(1, ANGERS, point=None), settled(2, ANGERS, point=Point(47.9, -0.5))]
        )

        assert found(engine, near(ANGERS, 1)) == {1, 2}

    @pytest.mark.parametrize(
        ("level", "code", "expected"),
        [
            ("departement", "38", {1, 2}),
            ("region", "84", {1, 2, 3}),
            ("postcode", "38000", {1, 2}),
            ("epci", "200040715", {1, 2}),
        ],
    )
    def test_every_level_of_place(
        self, engine_with: EngineWith, level: Level, code: str, expected: set[int]
    ) -> None:
        engine = engine_with([settled(1, GRENOBLE), settled(2, LA_TRONCHE), settled(3, LYON)])
        place = Near(level, code, radius_km=10, reading=Reading.LOCATED)

        assert found(engine, place) == expected


class ReachingContract:
    """Intervient : one of its zones reaches the place."""

    def coverage_set(self) -> Iterator[Document]:
        places = {GRENOBLE: (1, 2, 3, 4), LA_TRONCHE: (5,), CHAMROUSSE: (6,), LYON: (7, 8, 9, 10)}
        places[QUIMPER] = (11, 12, 13, 14)
        points = {
            GRENOBLE: Point(45.1825, 5.7301),
            LA_TRONCHE: Point(45.2124, 5.746),
            CHAMROUSSE: Point(45.1106, 5.8862),
            LYON: Point(45.7685, 4.8236),
        }
        zones = {
            **dict.fromkeys((1, 7, 11), zone(country=True)),
            **dict.fromkeys((2, 8), zone(where=(AURA,))),
            **dict.fromkeys((3, 9), zone(where=(ISERE,))),
            **dict.fromkeys((4, 5), zone(km=10)),
            **dict.fromkeys((10, 14), zone(km=50)),
            6: zone(km=5),
            12: zone(where=(BRETAGNE,)),
            13: zone(where=(FINISTERE,)),
        }
        for code, members in places.items():
            for id_ in members:
                point = points.get(code, centre(code))
                yield settled(id_, code, point=point, zones=(zones[id_],))

    @pytest.mark.parametrize(
        ("level", "code", "expected"),
        [
            ("commune", GRENOBLE, {1, 2, 3, 4, 5, 7, 8, 9, 11}),
            ("commune", CHAMROUSSE, {1, 2, 3, 6, 7, 8, 9, 11}),
            ("departement", "38", set(range(1, 12))),
            ("region", "84", set(range(1, 12))),
            ("commune", QUIMPER, {1, 7, 11, 12, 13, 14}),
        ],
    )
    def test_the_coverage_set(
        self, engine_with: EngineWith, level: Level, code: str, expected: set[int]
    ) -> None:
        engine = engine_with(list(self.coverage_set()))
        place = Near(level, code, 50, Reading.REACHES)

        assert found(engine, place) == expected

    def test_the_buyer_s_radius_never_widens_a_coverage(self, engine_with: EngineWith) -> None:
        engine = engine_with([settled(1, ANGERS, zones=(zone(km=10),))])

        assert found(engine, near(NANTES, 500, Reading.REACHES)) == set()
        assert found(engine, near(NANTES, 500, Reading.LOCATED)) == {1}

    def test_coverage_unknown_reaches_its_own_commune_alone(self, engine_with: EngineWith) -> None:
        engine = engine_with([settled(1, LA_TRONCHE)])

        assert found(engine, near(LA_TRONCHE, reading=Reading.REACHES)) == {1}
        assert found(engine, near(GRENOBLE, reading=Reading.REACHES)) == set()

    def test_either_is_the_union_and_each_hit_tells_which(self, engine_with: EngineWith) -> None:
        engine = engine_with(
            [settled(1, ANGERS), settled(2, NANTES, zones=(zone(country=True),)), settled(3, LYON)]
        )

        hits = engine.search(SearchQuery(near=near(ANGERS, 30))).hits

        assert {hit.id: hit.located for hit in hits} == {1: True, 2: False}

    def test_service_and_place_hold_on_the_same_activity(self, engine_with: EngineWith) -> None:
        here = zone("gardiennage", where=("commune:49007",))
        everywhere = zone("repassage", country=True)
        engine = engine_with(
            [settled(1, NANTES, services=("gardiennage", "repassage"), zones=(here, everywhere))]
        )

        def reached(place: str, facet: Facet, value: str) -> bool:
            return found(engine, near(place), filters={facet: (value,)}) == {1}

        assert reached(ANGERS, Facet.SERVICE, "gardiennage")
        assert reached(LYON, Facet.SERVICE, "repassage")
        assert not reached(LYON, Facet.SERVICE, "gardiennage")
        assert reached(ANGERS, Facet.GROUP, group_of("gardiennage"))
        assert not reached(LYON, Facet.GROUP, group_of("gardiennage"))

    @pytest.mark.parametrize("words", ["", "gardiennage"])
    def test_they_do_when_the_service_is_needed_too(
        self, engine_with: EngineWith, words: str
    ) -> None:
        guarding = Need(("gardiennage",), words)
        zones = (zone("gardiennage", where=("commune:49007",)), zone("repassage", country=True))
        both = {"services": ("gardiennage", "repassage"), "zones": zones}
        engine = engine_with([settled(1, NANTES, **both), settled(2, LYON, **both)])

        assert found(engine, near(ANGERS), need=guarding) == {1, 2}
        assert found(engine, near(LYON), need=guarding) == {2}
        assert found(engine, near(GRENOBLE), need=guarding) == set()

    def test_one_of_several_services_needed_is_enough(self, engine_with: EngineWith) -> None:
        services = taxonomy().services_for("enveloppes")
        engine = engine_with(
            [
                settled(i, NANTES, services=(s.id,), zones=(zone(s.id, country=True),))
                for i, s in enumerate(services, start=1)
            ]
        )
        envelopes = Need(tuple(service.id for service in services))

        assert found(engine, near(LYON), need=envelopes) == set(range(1, len(services) + 1))
        assert len(services) > 1

    def test_who_has_but_the_words_of_a_need_keeps_its_zones(self, engine_with: EngineWith) -> None:
        everywhere = {"services": ("repassage",), "zones": (zone("repassage", country=True),)}
        engine = engine_with([settled(1, NANTES, description="Un vigile.", **everywhere)])

        assert found(engine, near(LYON), need=Need(("gardiennage",), "vigile")) == {1}

    def test_who_comes_there_but_for_what_is_less_sure_comes_after_who_comes_for_the_rest(
        self, engine_with: EngineWith
    ) -> None:
        """Whatever it does elsewhere."""
        wanted = Need(("gardiennage",), less_sure=("repassage",))
        zones = (zone("gardiennage", where=("commune:49007",)), zone("repassage", country=True))
        both = {"services": ("gardiennage", "repassage"), "zones": zones}
        coming = zone("gardiennage", country=True)
        engine = engine_with(
            [
                settled(1, NANTES, description="Au bord du canal.", **both),
                settled(2, NANTES, services=("gardiennage",), zones=(coming,)),
                settled(3, LYON, **both),
            ]
        )

        hits = engine.search(SearchQuery(need=wanted, near=near(LYON))).hits

        assert [(hit.id, hit.less_sure) for hit in hits] == [(3, False), (2, False), (1, True)]

    def test_facets_count_what_is_done_there_of_what_is_needed(
        self, engine_with: EngineWith
    ) -> None:
        zones = (zone("gardiennage", where=("commune:49007",)), zone("repassage", country=True))
        both = {"services": ("gardiennage", "repassage"), "zones": zones}
        everywhere = {"services": ("gardiennage",), "zones": (zone(country=True),)}
        engine = engine_with(
            [settled(1, NANTES, **both), settled(2, LYON, **both), settled(3, NANTES, **everywhere)]
        )
        query = SearchQuery(
            need=Need(("gardiennage",)), near=near(LYON), facets=(Facet.SERVICE, Facet.REGION)
        )

        results = engine.search(query)

        assert counts(results, Facet.SERVICE) == {"gardiennage": 1, "repassage": 1}
        assert counts(results, Facet.REGION) == {"84": 1}

    def test_who_bears_the_name_is_found_wherever_it_is(self, engine_with: EngineWith) -> None:
        engine = engine_with(
            [
                settled(1, ANGERS, "Propreté", services=("nettoyage-locaux",)),
                settled(2, LYON, "Le Chant du Balai"),
                settled(3, LYON, "Le Balai", services=("nettoyage-locaux",)),
            ]
        )
        query = SearchQuery(need=Need(("nettoyage-locaux",)), name="chant balai", near=near(ANGERS))

        results = engine.search(query)

        assert [hit.id for hit in results.hits] == [2, 1]
        assert results.readings[Reading.LOCATED] == 2

    def test_with_no_need_who_bears_the_name_is_alone(self, engine_with: EngineWith) -> None:
        balai = settled(2, LYON, "Le Chant du Balai", services=("nettoyage-locaux",))
        engine = engine_with([settled(1, ANGERS, "Propreté", description="balai"), balai])

        for name in ("balai", "chant bal"):
            assert [hit.id for hit in engine.search(SearchQuery(need=NO_NEED, name=name)).hits] == [
                2
            ]

    def test_a_service_counts_where_it_is_done(self, engine_with: EngineWith) -> None:
        zones = (zone("gardiennage", where=("commune:49007",)), zone("repassage", country=True))
        both = {"services": ("gardiennage", "repassage"), "zones": zones}
        engine = engine_with([settled(1, NANTES, **both), settled(2, LYON, **both)])
        facets = (Facet.SERVICE, Facet.GROUP)

        at_lyon = engine.search(SearchQuery(near=near(LYON, 20), facets=facets))

        assert counts(at_lyon, Facet.SERVICE) == {"repassage": 2, "gardiennage": 1}
        assert counts(at_lyon, Facet.GROUP) == {
            group_of("repassage"): 2,
            group_of("gardiennage"): 1,
        }

    def test_a_service_facet_ignores_its_own_filter_at_a_place_too(
        self, engine_with: EngineWith
    ) -> None:
        engine = engine_with(
            [
                settled(1, NANTES, services=("gardiennage",), zones=(zone("gardiennage", km=200),)),
                settled(2, ANGERS, services=("repassage",)),
            ]
        )
        query = SearchQuery(
            near=near(ANGERS, 10),
            filters={Facet.SERVICE: ("repassage",)},
            facets=(Facet.SERVICE, Facet.REGION),
        )

        results = engine.search(query)

        assert ids(results) == [2]
        assert counts(results, Facet.SERVICE) == {"gardiennage": 1, "repassage": 1}
        assert counts(results, Facet.REGION) == {"52": 1}


class ReadingsContract:
    """How many sit there, how many work there: counted whichever was chosen."""

    @pytest.mark.parametrize("chosen", Reading)
    def test_it_works(self, engine_with: EngineWith, chosen: Reading) -> None:
        everywhere = (zone(country=True),)
        engine = engine_with(
            [
                settled(1, ANGERS, "Jardin"),
                settled(2, ANGERS, "Jardin", zones=everywhere),
                settled(3, LYON, "Jardin", zones=everywhere),
                settled(4, "49328", "Jardin"),  # Saumur: near, and works at home alone
                settled(5, LYON, "Jardin"),
                settled(6, ANGERS, "Colline"),
            ]
        )

        results = engine.search(SearchQuery(text="jardin", near=near(ANGERS, 60, chosen)))

        assert results.readings == {
            Reading.LOCATED: 3,
            Reading.REACHES: 3,
            Reading.EITHER: 4,
        }
        assert results.total == results.readings[chosen]

    def test_filters_hold_on_the_activity_that_works_there(self, engine_with: EngineWith) -> None:
        zones = (zone("gardiennage", where=("commune:49007",)), zone("repassage", country=True))
        both = {"services": ("gardiennage", "repassage"), "zones": zones}
        engine = engine_with([settled(1, NANTES, **both)])
        filters = {Facet.SERVICE: ("gardiennage",)}

        at_lyon = engine.search(SearchQuery(near=near(LYON), filters=filters))
        at_angers = engine.search(SearchQuery(near=near(ANGERS), filters=filters))

        assert set(at_lyon.readings.values()) == {0}
        assert at_angers.readings[Reading.REACHES] == 1

    def test_without_a_place_there_is_none(self, engine_with: EngineWith) -> None:
        assert engine_with([supplier(1)]).search(SearchQuery()).readings == {}


class CountsContract:
    """How many a search at each territory would find."""

    @pytest.mark.parametrize("level", ["departement", "region"])
    def test_it_works(
        self, engine_with: EngineWith, level: Literal["departement", "region"]
    ) -> None:
        engine = engine_with(
            [
                settled(1, ANGERS),
                settled(2, NANTES, zones=(zone(km=150),)),
                settled(3, LYON, zones=(zone(where=(ISERE, "region:53")),)),
                supplier(4, zones=(zone(where=("departement:974",)),)),
                supplier(5),
            ]
        )

        counted = engine.count_at(level)

        codes = gazetteer().all_of(level)
        found = {c: engine.search(SearchQuery(near=Near(level, c))).total for c in codes}
        assert counted == {code: total for code, total in found.items() if total}
        assert len(counted) > 5

    def test_those_that_are_gone_do_not_count(self, engine_with: EngineWith) -> None:
        assert engine_with([]).count_at("region") == {}


class NearnessContract:
    """What comes first around a place."""

    def test_those_who_sit_there_come_before_those_who_come(self, engine_with: EngineWith) -> None:
        everywhere = (zone(country=True),)
        engine = engine_with(
            [
                settled(1, LYON, "Jardin", zones=everywhere),
                settled(2, ANGERS, "Alpha", description="Un jardin."),
                settled(3, ANGERS, "Jardin"),
                settled(4, NANTES, "Alpha", description="Un jardin.", zones=everywhere),
            ]
        )

        results = engine.search(SearchQuery(text="jardin", near=near(ANGERS, 10)))

        assert ids(results) == [3, 2, 1, 4]

    def test_by_distance_those_without_a_point_last(self, engine_with: EngineWith) -> None:
        everywhere = {"zones": (zone(country=True),)}
        engine = engine_with(
            [
                settled(1, LYON, **everywhere),
                supplier(2, **everywhere),
                settled(3, ANGERS, **everywhere),
                settled(4, NANTES, **everywhere),
                settled(5, NANTES, **everywhere),
            ]
        )

        hits = engine.search(SearchQuery(near=near(ANGERS), sort=Sort.DISTANCE)).hits

        assert [hit.id for hit in hits] == [3, 4, 5, 1, 2]
        assert hits[1].distance_km == pytest.approx(distance_km(centre(ANGERS), centre(NANTES)))
        assert hits[-1].distance_km is None

    def test_pages_cross_the_bands_without_gap_or_repeat(self, engine_with: EngineWith) -> None:
        there = [settled(i, ANGERS) for i in range(1, 14)]
        coming = [settled(i, LYON, zones=(zone(country=True),)) for i in range(14, 31)]
        engine = engine_with(there + coming)

        pages = [
            engine.search(SearchQuery(near=near(ANGERS, 10), page=page, per_page=5)).hits
            for page in range(1, 7)
        ]

        assert sorted(hit.id for page in pages for hit in page) == list(range(1, 31))
        located = [bool(hit.located) for page in pages for hit in page]
        assert located == [True] * 13 + [False] * 17


def centre(code: str) -> Point:
    commune = gazetteer().commune(code)
    assert commune is not None
    assert commune.point is not None
    return commune.point


def group_of(service: str) -> str:
    return taxonomy().services[service].group
