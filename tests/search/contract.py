"""What every engine means by a query, as tests to inherit; `engine_with` makes the engine.

Match sets, totals, counts and pages are exact. The order of relevance is told pair by pair:
scores may differ from one engine to another.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from domain.models import ProofDegree
from domain.supplier_facts import LabelFacts, NetworkFacts
from search.documents import Document
from search.french import tokens
from search.port import (
    Facet,
    InvalidQueryError,
    SearchEngine,
    SearchQuery,
    SearchResults,
    Sort,
)
from tests.search.documents import ANGERS, NANTES, settled, supplier
from tests.search.oracle import KNOWN

EngineWith = Callable[[Sequence[Document]], SearchEngine]


def ids(results: SearchResults) -> list[int]:
    return [hit.id for hit in results.hits]


class TextContract:
    """Words, as people write them."""

    def found(self, engine_with: EngineWith, name: str, text: str) -> bool:
        engine = engine_with([supplier(1, name), supplier(2, "Zzz")])
        results = engine.search(SearchQuery(text=text))
        assert results.total == len(results.hits)
        return ids(results) == [1]

    def test_it_works(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "Menuiserie Dupré"), supplier(2, "Jardins du Lac")])

        results = engine.search(SearchQuery(text="menuiserie"))

        assert ids(results) == [1]
        assert results.total == 1
        assert results.took_ms > 0
        assert engine.count() == 2

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("Électricité générale", "electricite"),
            ("ELECTRICITE", "électricité"),
            ("Œuvre commune", "oeuvre"),
            ("Oeuvre commune", "œuvre"),
            ("L’Épicerie", "epicerie"),
            ("L'épicerie", "l’epicerie"),
            ("Bio-nettoyage", "bio nettoyage"),
            ("E.S.A.T. du Lac", "esat"),
            ("Menuisiers", "menuisier"),
            ("Menuisier", "menuisiers"),
            ("Menuisières", "menuisier"),
            ("Coiffeuse", "coiffeur"),
            ("Bureaux", "bureau"),
        ],
    )
    def test_accents_case_elisions_and_endings_do_not_count(
        self, engine_with: EngineWith, name: str, text: str
    ) -> None:
        assert self.found(engine_with, name, f"{text} ")

    def test_the_last_word_may_be_unfinished(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "Menuiserie du Lac")])

        assert ids(engine.search(SearchQuery(text="lac menui"))) == [1]
        assert ids(engine.search(SearchQuery(text="m"))) == [1]

    def test_an_unfinished_word_may_be_endless(self, engine_with: EngineWith) -> None:
        written_longer = "ﷺ"  # fifteen letters

        assert engine_with([supplier(1)]).search(SearchQuery(text=written_longer * 100)).total == 0

    def test_so_may_a_feminine_longer_than_what_stands_for_it(
        self, engine_with: EngineWith
    ) -> None:
        engine = engine_with([supplier(1, "Conducteur du Lac"), supplier(2, "Produits locaux")])

        results = engine.search(SearchQuery(text="conductric"))

        assert ids(results) == [1]
        assert [t.surface for t in tokens("un conducteur") if results.matched(t)] == ["conducteur"]

    def test_the_other_words_and_one_followed_by_a_space_are_finished(
        self, engine_with: EngineWith
    ) -> None:
        engine = engine_with([supplier(1, "Menuiserie du Lac")])

        assert engine.search(SearchQuery(text="menui lac")).total == 0
        assert engine.search(SearchQuery(text="menui ")).total == 0

    @pytest.mark.parametrize(
        ("name", "text", "found"),
        [
            ("Pain", "pein ", False),  # under 5 letters: none
            ("Colline", "collinq", True),  # from 5: one
            ("Colline", "colilne", True),  # two letters exchanged are one
            ("Colline", "potqgeq", False),
            ("Colline", "botager", False),  # a wrong first letter counts two
            ("Conserverie", "conserberie ", True),  # from 9: two
            ("Conserverie", "comserberie ", True),
            ("Conserverie", "comserberia ", False),
            ("Conserverie", "bonserverie ", True),
            ("Conserverie", "bonserberie ", False),
        ],
    )
    def test_typos(self, engine_with: EngineWith, name: str, text: str, found: bool) -> None:
        assert self.found(engine_with, name, text) is found

    @pytest.mark.parametrize("text", ["conserverie ", "conserverie", "conserve"])
    def test_a_word_that_enough_suppliers_use_is_spelt_as_meant(
        self, engine_with: EngineWith, text: str
    ) -> None:
        using = [supplier(i, "Conserverie") for i in range(KNOWN)]
        engine = engine_with([*using, supplier(8, "Consarverie"), supplier(9, "Conserbe")])

        assert ids(engine.search(SearchQuery(text=text))) == list(range(KNOWN))

    @pytest.mark.parametrize("text", ["conserverie ", "conserverie", "conserve"])
    def test_one_that_fewer_use_may_be_a_typo(self, engine_with: EngineWith, text: str) -> None:
        using = [supplier(i, "Conserverie") for i in range(2, KNOWN + 1)]
        engine = engine_with([supplier(1, "Conserberie Conserbe"), *using])

        assert ids(engine.search(SearchQuery(text=text))) == [*range(2, KNOWN + 1), 1]

    def test_suppliers_are_counted_in_whatever_field_they_use_it(
        self, engine_with: EngineWith
    ) -> None:
        fields = ("name", "keywords", "description")
        everywhere = dict.fromkeys(fields, "dirigeable")
        using = [supplier(i, raw={field: "zeppelin"}) for i, field in enumerate(fields)]
        engine = engine_with(
            [*using, supplier(8, raw=everywhere), supplier(9, "Zepelin Dirigable")]
        )

        assert ids(engine.search(SearchQuery(text="zeppelin "))) == [0, 1, 2]
        assert ids(engine.search(SearchQuery(text="dirigeable "))) == [8, 9]

    def test_numbers_are_exact(self, engine_with: EngineWith) -> None:
        assert self.found(engine_with, "Atelier 12345", "12345 ")
        assert not self.found(engine_with, "Atelier 12345", "12346 ")

    @pytest.mark.parametrize(
        "text",
        [
            "73282932000074",
            "732829320",
            "732829320 ",
            "732 829 320 00074",
            "732\u00a0829\u00a0320\u00a000074",
            "732.829.320 000 74",
            "alpha 732 829 320",
            '"732 829 320 00074"',
        ],
    )
    def test_a_siret_or_siren_finds_its_own(self, engine_with: EngineWith, text: str) -> None:
        engine = engine_with(
            [supplier(1, siret="73282932000074"), supplier(2, siret="73282932100072")]
        )

        assert ids(engine.search(SearchQuery(text=text))) == [1]

    def test_every_word_is_required_in_any_field(self, engine_with: EngineWith) -> None:
        engine = engine_with(
            [
                supplier(1, "Colline", description="Au bord du canal."),
                supplier(2, "Colline"),
                supplier(3, description="Au bord du canal."),
            ]
        )

        assert ids(engine.search(SearchQuery(text="colline canal "))) == [1]

    def test_a_phrase_is_exact_and_ordered(self, engine_with: EngineWith) -> None:
        engine = engine_with(
            [
                supplier(1, "Jardin colline"),
                supplier(2, "Colline jardin"),
                supplier(3, "Jardin et grand colline"),
                supplier(4, "Jardin collineie"),
            ]
        )

        assert ids(engine.search(SearchQuery(text='"jardin colline"'))) == [1]
        assert engine.search(SearchQuery(text='"jardin potagee"')).total == 0
        assert engine.search(SearchQuery(text='"potage"')).total == 0

    def test_a_phrase_stands_in_one_label_or_one_name(self, engine_with: EngineWith) -> None:
        services = ("entretien-espaces-verts", "genie-ecologique")
        engine = engine_with([supplier(1, "Jardins du Lac", brand="Colline", services=services)])

        assert engine.search(SearchQuery(text='"espaces verts" "génie écologique"')).total == 1
        assert engine.search(SearchQuery(text='"verts génie"')).total == 0
        assert engine.search(SearchQuery(text='"lac colline"')).total == 0
        assert engine.search(SearchQuery(text='-"verts génie" -"lac colline"')).total == 1

    def test_a_phrase_is_excluded_and_a_word_is_not(self, engine_with: EngineWith) -> None:
        engine = engine_with(
            [supplier(1, "Jardin colline"), supplier(2, "Jardin floral"), supplier(3, "Colline")]
        )

        assert ids(engine.search(SearchQuery(text='jardin -"floral"'))) == [1]
        assert ids(engine.search(SearchQuery(text='-"jardin colline"'))) == [2, 3]
        assert ids(engine.search(SearchQuery(text="-jardin -floral"))) == [2]
        assert ids(engine.search(SearchQuery(text="-jardin -flor"))) == [2]

    def test_a_service_s_synonyms_find_it(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, services=("gardiennage",)), supplier(2)])

        assert ids(engine.search(SearchQuery(text="vigile"))) == [1]

    def test_nothing_is_relaxed_in_silence(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "Colline")])

        results = engine.search(SearchQuery(text="colline introuvable"))

        assert (results.hits, results.total) == ((), 0)

    def test_what_matched_can_be_highlighted(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1, "Conserverie du canal")])

        matched = engine.search(SearchQuery(text="conserberie can")).matched

        shown = [token.surface for token in tokens("La conserverie du canal") if matched(token)]
        assert shown == ["conserverie", "canal"]


class FilterContract:
    """AND between facets, OR within one; counts are what a choice would find."""

    def engine(self, engine_with: EngineWith) -> SearchEngine:
        gesat = (NetworkFacts("gesat", "GESAT"),)
        iso = (LabelFacts("iso-9001", ProofDegree.LABELLED),)
        return engine_with(
            [
                settled(1, ANGERS, "Jardin un", kinds=("EA",), services=("gardiennage",)),
                settled(2, NANTES, "Jardin deux", kinds=("ESAT", "EA"), networks=gesat),
                settled(3, ANGERS, "Colline trois", kinds=("ESAT",), labels=iso),
                supplier(4, "Jardin quatre"),
            ]
        )

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({Facet.KIND: ("EA",)}, {1, 2}),
            ({Facet.KIND: ("EA", "ESAT")}, {1, 2, 3}),
            ({Facet.KIND: ("EA",), Facet.DEPARTEMENT: ("44",)}, {2}),
            ({Facet.KIND: ("ESAT",), Facet.DEPARTEMENT: ("44", "49")}, {2, 3}),
            ({Facet.REGION: ("52",)}, {1, 2, 3}),
            ({Facet.SERVICE: ("gardiennage",)}, {1}),
            ({Facet.GROUP: ("securite-mediation",)}, {1}),
            ({Facet.SERVICES_KNOWN: ("declares",)}, {1}),
            ({Facet.SERVICES_KNOWN: ("inconnus", "dits")}, {2, 3, 4}),
            ({Facet.NETWORK: ("gesat",)}, {2}),
            ({Facet.LABEL: ("iso-9001",)}, {3}),
            ({Facet.LEGAL_FRAME: ("l2113-12",)}, {1, 2, 3}),
            ({Facet.KIND: ("inconnu",)}, set()),
            ({Facet.SERVICE: ("gardiennage",), Facet.KIND: ("ESAT",)}, set()),
        ],
    )
    def test_filters(
        self, engine_with: EngineWith, filters: dict[Facet, tuple[str, ...]], expected: set[int]
    ) -> None:
        results = self.engine(engine_with).search(SearchQuery(filters=filters))

        assert set(ids(results)) == expected
        assert results.total == len(expected)

    def test_filters_and_text_hold_together(self, engine_with: EngineWith) -> None:
        query = SearchQuery(text="jardin", filters={Facet.DEPARTEMENT: ("49",)})

        assert ids(self.engine(engine_with).search(query)) == [1]

    def test_only_the_facets_asked_are_counted(self, engine_with: EngineWith) -> None:
        results = self.engine(engine_with).search(SearchQuery(facets=(Facet.REGION,)))

        assert [(c.value, c.count) for c in results.facets[Facet.REGION]] == [("52", 3)]
        assert set(results.facets) == {Facet.REGION}

    def test_values_are_counted_most_frequent_first_then_in_order(
        self, engine_with: EngineWith
    ) -> None:
        results = self.engine(engine_with).search(
            SearchQuery(facets=(Facet.DEPARTEMENT, Facet.KIND))
        )

        assert [(c.value, c.count) for c in results.facets[Facet.DEPARTEMENT]] == [
            ("49", 2),
            ("44", 1),
        ]
        assert [(c.value, c.count) for c in results.facets[Facet.KIND]] == [("EA", 2), ("ESAT", 2)]

    def test_a_facet_ignores_its_own_filter_and_no_other(self, engine_with: EngineWith) -> None:
        results = self.engine(engine_with).search(
            SearchQuery(
                filters={Facet.KIND: ("EA",), Facet.DEPARTEMENT: ("49",)},
                facets=(Facet.KIND, Facet.DEPARTEMENT),
            )
        )

        assert results.total == 1
        assert {c.value: c.count for c in results.facets[Facet.KIND]} == {"EA": 1, "ESAT": 1}
        assert {c.value: c.count for c in results.facets[Facet.DEPARTEMENT]} == {"49": 1, "44": 1}

    def test_what_cannot_be_asked_is_refused(self, engine_with: EngineWith) -> None:
        engine = engine_with([supplier(1)])

        with pytest.raises(InvalidQueryError, match="pas être une valeur"):
            engine.search(SearchQuery(filters={Facet.KIND: ("é",)}))
        with pytest.raises(InvalidQueryError, match="n’existe pas"):
            engine.search(SearchQuery(page=2))


class OrderContract:
    """The orders that are asked for, and pages."""

    def test_by_name(self, engine_with: EngineWith) -> None:
        names = ["Zoé", "Écluse", "abeille", "Écluse"]
        engine = engine_with([supplier(i, name) for i, name in enumerate(names, start=1)])

        assert ids(engine.search(SearchQuery(sort=Sort.NAME))) == [3, 2, 4, 1]

    def test_by_freshness(self, engine_with: EngineWith) -> None:
        days = [3, 9, 3, 5]
        engine = engine_with(
            [
                supplier(i, updated_at=datetime(2026, 1, day, tzinfo=UTC))
                for i, day in enumerate(days, start=1)
            ]
        )

        assert ids(engine.search(SearchQuery(sort=Sort.FRESHNESS))) == [2, 4, 1, 3]

    @pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NAME, Sort.FRESHNESS])
    def test_pages_follow_without_gap_or_repeat(self, engine_with: EngineWith, sort: Sort) -> None:
        engine = engine_with([supplier(i, "Jardin") for i in range(1, 48)])

        pages = [
            engine.search(SearchQuery(text="jardin", sort=sort, page=page, per_page=10))
            for page in range(1, 6)
        ]

        assert [id_ for page in pages for id_ in ids(page)] == list(range(1, 48))
        assert {page.total for page in pages} == {47}
