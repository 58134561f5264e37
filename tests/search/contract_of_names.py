"""A supplier is found by its name, however the words of it are joined, cut or put in order."""

from dataclasses import replace

import pytest

from search.port import NO_NEED, Facet, Near, Need, SearchQuery
from tests.search.contract import EngineWith, ids
from tests.search.contract_of_places import counts
from tests.search.documents import ANGERS, NANTES, settled, supplier

# Angers, its département, its région, and the postcode of a part of it.
AT_ANGERS = (
    Near("commune", ANGERS, 200),
    Near("departement", "49"),
    Near("region", "52"),
    Near("postcode", "49000", 200),
)

NAMES = (
    *("Kan ar Mor", "Scoprobat", "Esatitude", "La Dame à la Licorne", "Menuiserie du Port"),
    "Les Cousins du Bocage",
)


def named(typed: str) -> SearchQuery:
    return SearchQuery(need=NO_NEED, name=typed)


class NameContract:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("kan ar mor", 1),
            ("mor kan ar", 1),
            ("kanarmor", 1),
            ("Kan Armor", 1),
            ("scopro bat", 2),
            ("Sco Pro Bat", 2),
            ("l’Esat’itude", 3),
            ("la dame à la licorne", 4),
            ("dame licorne", 4),
            ("ladamealalicorne", 4),
            ("damelicorne", 4),
            ("dames à licornes", 4),
            ("lescousins", 6),
            ("cousinsdubocage", 6),
        ],
    )
    def test_joined_or_cut_otherwise(self, engine_with: EngineWith, typed: str, found: int) -> None:
        engine = engine_with([supplier(id_, name) for id_, name in enumerate(NAMES, start=1)])

        assert ids(engine.search(named(typed))) == [found]

    @pytest.mark.parametrize("typed", ["bat", "kan", "pro bat", "licorne port", "menuise"])
    def test_a_part_of_a_word_is_no_word(self, engine_with: EngineWith, typed: str) -> None:
        engine = engine_with([supplier(id_, name) for id_, name in enumerate(NAMES[1:], start=2)])

        assert ids(engine.search(named(f"{typed} "))) == []

    def test_what_is_joined_is_looked_for_in_names_alone(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "Kan ar Mor"), supplier(2, description="scopro bat")])

        assert ids(engine.search(SearchQuery(text="kanarmor"))) == []
        assert ids(engine.search(named("scoprobat"))) == []

    @pytest.mark.parametrize(
        "typed",
        ["Les Ateliers du Bocage", "ateliers bocage", "bocage ateliers", "ateliers du bocaje"],
    )
    def test_who_is_called_exactly_so_comes_first(
        self, engine_with: EngineWith, typed: str
    ) -> None:
        """Whatever the others, whose name is longer, declare."""
        longer = supplier(1, "Les Ateliers du Bocage Vert", services=("elagage",))
        engine = engine_with([longer, supplier(2, "Les Ateliers du Bocage")])

        assert ids(engine.search(SearchQuery(need=Need(("elagage",)), name=typed))) == [2, 1]

    def test_the_very_words_come_before_those_a_typo_away(self, engine_with: EngineWith) -> None:
        """Even before one whose whole name is a typo away."""
        names = ("ESAT Les Sapins", "Assoc Sapi", "Assoc Sapih Insertion")
        engine = engine_with([supplier(id_, name) for id_, name in enumerate(names, start=1)])

        hits = engine.search(named("SAPIH")).hits

        assert hits[0].id == 3
        assert [hit.named_alike for hit in hits] == [False, True, True]

    def test_where_only_a_name_is_alike_what_is_done_does_not_count(
        self, engine_with: EngineWith
    ) -> None:
        guarding = supplier(1, "Bocage du Lac", services=("gardiennage",))
        engine = engine_with(
            [
                guarding,
                supplier(2, "Bocage du Val", description="Au bord de l’eau.", has_contact=True),
            ]
        )

        hits = engine.search(SearchQuery(need=Need(("gardiennage",)), name="bocaje")).hits

        assert [(hit.id, hit.named_alike) for hit in hits] == [(2, True), (1, True)]

    def test_a_name_asked_for_whole_is_no_part_of_another(self, engine_with: EngineWith) -> None:
        names = ("ESAT de Nacre", "ESAT du Val de Nacre", "ESAT de Nacres", "ESAT de Nacrée")
        engine = engine_with(
            [supplier(id_, name, kinds=("ESAT",)) for id_, name in enumerate(names, start=1)]
        )

        found = engine.search(replace(named("ESAT Nacre"), name_is_whole=True))

        assert sorted(ids(found)) == [1, 3, 4]

    def test_a_short_name_may_be_asked_for_whole_in_one_word(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "Kan ar Mor"), supplier(2, "Kan ar Mor Quimper")])

        assert ids(engine.search(replace(named("kanarmor"), name_is_whole=True))) == [1]

    def test_what_is_quoted_beside_stands_in_the_name_too(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "Zénith Nettoyage"), supplier(2, "Nettoyage du Val")])

        assert ids(engine.search(named('nettoyage "zénith"'))) == [1]
        assert ids(engine.search(named('nettoyage "zeppelin"'))) == []

    def test_of_those_called_exactly_so_what_they_say_and_do_does_not_count(
        self, engine_with: EngineWith
    ) -> None:
        guarding = supplier(1, "Vigie", services=("gardiennage",), own_words=("chape fluide",))
        fuller = supplier(2, "Vigie", description="Au bord du canal.", has_contact=True)
        wanted = Need(("gardiennage",), "chape fluide", is_precise=True)

        hits = engine_with([guarding, fuller]).search(SearchQuery(need=wanted, name="vigie")).hits

        assert [(hit.id, hit.verbatim) for hit in hits] == [(2, False), (1, False)]

    def test_so_does_one_whose_brand_it_is(self, engine_with: EngineWith) -> None:
        longer = supplier(1, "Tremplin Vert", description="Des jardins", services=("elagage",))
        engine = engine_with([longer, supplier(2, "Gestion 2000", brand="Tremplin")])

        assert ids(engine.search(named("tremplin"))) == [2, 1]

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("l’association Vestali", [1]),
            ("association tremplin", [2]),
            ("GEIQ BTP", [3]),
            ("ESAT itude", [4]),
            ("Cie des Dunes", [5]),
            ("compagnie", [5]),
        ],
    )
    def test_what_a_structure_is_says_not_who(
        self, engine_with: EngineWith, typed: str, found: list[int]
    ) -> None:
        all_named = ("Vestali", "Assoc Tremplin", "BTP du Nord", "Esatitude", "Compagnie des Dunes")
        engine = engine_with([supplier(id_, name) for id_, name in enumerate(all_named, start=1)])

        assert ids(engine.search(named(typed))) == found

    def test_beside_it_a_trade_may_be_said_by_another_word(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "GEIQ BTP 44"), supplier(2, "Le Bâtiment du Nord")])

        assert ids(engine.search(named("GEIQ du bâtiment"))) == [1, 2]
        assert ids(engine.search(named("bâtiment nord"))) == [2]
        assert ids(engine.search(SearchQuery(text="bâtiment"))) == [2, 1]

    @pytest.mark.parametrize("near", AT_ANGERS, ids=lambda near: near.level)
    def test_a_name_typed_with_a_place_is_that_of_one_who_sits_there(
        self, engine_with: EngineWith, near: Near
    ) -> None:
        """In the place itself, whatever the radius: others by that name are not meant."""
        gardens = settled(3, ANGERS, services=("elagage",))
        engine = engine_with(
            [settled(1, ANGERS, "Messidor"), settled(2, "35238", "Messidor"), gardens]
        )
        query = SearchQuery(need=Need(("elagage",)), name_there="messidor", near=near)

        assert [(hit.id, hit.named) for hit in engine.search(query).hits] == [
            (1, True),
            (3, False),
        ]

    @pytest.mark.parametrize("typed", ["SCOP Relais", "relais scop"])
    def test_a_kind_that_is_of_the_name_hides_nobody(
        self, engine_with: EngineWith, typed: str
    ) -> None:
        """Only those of that kind are found otherwise, or by the rest of the name."""
        doing = {"services": ("elagage",)}
        engine = engine_with(
            [
                supplier(1, "SCOP Relais 48", kinds=("EI",)),
                supplier(2, "Relais Vert", kinds=("EI",), **doing),
                supplier(3, "Relais", kinds=("SCOP",)),
                supplier(4, kinds=("SCOP",), **doing),
            ]
        )
        query = SearchQuery(need=Need(("elagage",)), name=typed, kinds_said=("SCOP",))

        found = engine.search(replace(query, facets=(Facet.KIND,)))

        assert (sorted(ids(found)), found.named) == ([1, 3, 4], 2)
        assert counts(found, Facet.KIND) == {"EI": 2, "SCOP": 2}

    def test_a_kind_ticked_holds_whatever_the_name(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "SCOP Relais 48", kinds=("EI",))])
        asked = replace(named("SCOP Relais"), kinds_said=("SCOP",))

        assert ids(engine.search(asked)) == [1]
        assert ids(engine.search(replace(asked, filters={Facet.KIND: ("SCOP",)}))) == []

    def test_without_a_place_it_is_nobody_s(self, engine_with: EngineWith) -> None:
        engine = engine_with([settled(1, ANGERS, "Messidor"), settled(2, NANTES, "Messidor")])

        assert ids(engine.search(SearchQuery(need=NO_NEED, name_there="messidor"))) == []
