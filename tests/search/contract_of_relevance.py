"""Who comes before whom for a text or a need, pair by pair, whatever the engine."""

import pytest

from domain.models import ProofDegree
from domain.supplier_facts import LabelFacts
from search.port import (
    Facet,
    Need,
    SearchQuery,
)
from tests.search.contract import EngineWith, ids
from tests.search.documents import supplier, zone


class RelevanceContract:
    """Which of two comes first."""

    @pytest.mark.parametrize(
        ("better", "worse"),
        [
            ("name", "services_text"),
            ("services_text", "keywords"),
            ("keywords", "services_said_text"),
            ("services_said_text", "description"),
            ("name", "description"),
        ],
    )
    def test_fields_come_in_order(self, engine_with: EngineWith, better: str, worse: str) -> None:
        engine = engine_with(
            [supplier(1, raw={worse: "zeppelin"}), supplier(2, raw={better: "zeppelin"})]
        )

        assert ids(engine.search(SearchQuery(text="zeppelin "))) == [2, 1]

    def test_a_better_field_beats_several_others(self, engine_with: EngineWith) -> None:
        fields = ("services_text", "keywords", "services_said_text", "description")
        others = dict.fromkeys(fields, "zeppelin")
        engine = engine_with([supplier(1, raw=others), supplier(2, "Zeppelin")])

        assert ids(engine.search(SearchQuery(text="zeppelin "))) == [2, 1]

    @pytest.mark.parametrize(
        ("text", "near"),
        [("conserverie ", "consarverie"), ("conserv", "conserx")],
        ids=["exact before typo", "beginning before typo"],
    )
    def test_exact_comes_before_near(self, engine_with: EngineWith, text: str, near: str) -> None:
        engine = engine_with([supplier(1, near), supplier(2, "Conserverie")])

        assert ids(engine.search(SearchQuery(text=text))) == [2, 1]

    def test_one_typo_comes_before_two(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "Conzervarie"), supplier(2, "Conzerverie")])

        assert ids(engine.search(SearchQuery(text="conserverie "))) == [2, 1]

    def test_the_better_page_comes_first_among_equals(self, engine_with: EngineWith) -> None:
        proven = (LabelFacts("esus", ProofDegree.LABELLED),)
        declared = (LabelFacts("esus", ProofDegree.DECLARED),)
        engine = engine_with(
            [
                supplier(1, "Colline"),
                supplier(2, "Colline", labels=declared),
                supplier(3, "Colline", labels=proven),
                supplier(4, "Colline"),
            ]
        )

        assert ids(engine.search(SearchQuery(text="colline"))) == [3, 2, 1, 4]
        assert ids(engine.search(SearchQuery())) == [3, 2, 1, 4]

    def test_services_declared_come_before_those_said(self, engine_with: EngineWith) -> None:
        fuller = {"has_contact": True, "description": "Au bord du canal.", "zones": (zone(km=9),)}
        said_in_name = supplier(1, "Gardiennage du Lac", **fuller)
        said_in_description = supplier(2, description="Nous faisons du gardiennage.")
        declared = supplier(3, services=("gardiennage",))
        engine = engine_with([said_in_name, said_in_description, declared, supplier(4)])

        found = ids(engine.search(SearchQuery(filters={Facet.SERVICE: ("gardiennage",)})))

        assert found[0] == 3
        assert set(found) == {1, 2, 3}

    def test_a_need_is_met_by_its_services_or_by_its_words(self, engine_with: EngineWith) -> None:
        engine = engine_with(
            [
                supplier(1, description="Nos vitrailleurs d’art."),
                supplier(2, description="Nous faisons du gardiennage."),
                supplier(3, services=("gardiennage",)),
                supplier(4),
            ]
        )

        needed = engine.search(SearchQuery(need=Need(("gardiennage",), "vitrailleurs d’art")))

        assert ids(needed) == [3, 2, 1]

    def test_the_words_of_a_need_order_only_those_who_have_but_them(
        self, engine_with: EngineWith
    ) -> None:
        """Who does it is ordered by its page, whatever word it says it with."""
        guarding, fuller = {"services": ("gardiennage",)}, {"description": "Au bord du canal."}
        engine = engine_with(
            [
                supplier(1, description="Vitrailleur."),
                supplier(2, "Vitrailleurs"),
                supplier(3, "Vitrailleurs du Lac", **guarding),
                supplier(4, **guarding, **fuller),
            ]
        )

        assert ids(engine.search(SearchQuery(need=Need(("gardiennage",), "vitrailleurs")))) == [
            *(4, 3),
            *(2, 1),
        ]

    def test_the_words_of_a_need_are_those_that_one_says(self, engine_with: EngineWith) -> None:
        """Its name, what it declares, its presentation: not its family, its kind nor its town."""
        declaring = supplier(1, services=("restaurant",), code_insee="49007")
        saying = supplier(2, description="Un service de restauration.")
        engine = engine_with([declaring, saying])

        assert ids(engine.search(SearchQuery(need=Need(("gardiennage",), "restauration")))) == [2]
        assert ids(engine.search(SearchQuery(need=Need(("gardiennage",), "restaurant")))) == [1]
        assert ids(engine.search(SearchQuery(need=Need(("gardiennage",), "Angers")))) == []

    def test_of_those_who_have_a_service_ticked_who_does_what_is_needed_comes_first(
        self, engine_with: EngineWith
    ) -> None:
        """Then those who have but the words of the need."""
        saying = supplier(
            1, "Vitrailleurs", services=("repassage",), description="Au bord du canal."
        )
        doing = supplier(2, services=("repassage", "gardiennage"))
        ticked = {Facet.SERVICE: ("repassage",)}
        query = SearchQuery(need=Need(("gardiennage",), "vitrailleurs"), filters=ticked)

        assert ids(engine_with([saying, doing]).search(query)) == [2, 1]

    def test_a_text_is_looked_for_beside_a_need(self, engine_with: EngineWith) -> None:
        guarding = {"services": ("gardiennage",)}
        engine = engine_with(
            [supplier(1, "Alouette", **guarding), supplier(2, "Mésange", **guarding)]
        )

        needed = engine.search(SearchQuery(text="alouette", need=Need(("gardiennage",))))

        assert ids(needed) == [1]

    @pytest.mark.parametrize("text", ["gardiennage", "gardiennage ", "vigile"])
    def test_services_declared_come_before_those_said_when_typed_too(
        self, engine_with: EngineWith, text: str
    ) -> None:
        fuller = {"has_contact": True, "zones": (zone(km=9),)}
        said = supplier(1, description="Nous faisons du gardiennage, en vigile.", **fuller)
        engine = engine_with([said, supplier(2, services=("gardiennage",))])

        assert ids(engine.search(SearchQuery(text=text))) == [2, 1]

    def test_the_synonyms_of_a_service_said_find_it(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "Gardiennage du Lac"), supplier(2)])

        assert ids(engine.search(SearchQuery(text="vigile"))) == [1]
