"""A query is a value; what cannot be asked is refused with a sentence that says what to do."""

import pytest

from domain.geography import Point
from search.french import tokens
from search.port import (
    MAX_PER_PAGE,
    Facet,
    InvalidQueryError,
    Matched,
    Near,
    SearchQuery,
    SearchResults,
    Sort,
    check_page_exists,
    validate,
)

ANGERS = Near("commune", "49007")


def refusal(query: SearchQuery) -> str:
    with pytest.raises(InvalidQueryError) as refused:
        validate(query)
    return str(refused.value)


def test_it_works() -> None:
    place = validate(SearchQuery(text="menuiserie", near=ANGERS, sort=Sort.DISTANCE))

    assert place is not None
    assert place.label == "Angers (49)"
    assert isinstance(place.point, Point)


def test_queries_compare_hash_and_print() -> None:
    query = SearchQuery(text="tri", filters={Facet.KIND: ("EA",)})

    assert query == SearchQuery(text="tri", filters={Facet.KIND: ("EA",)})
    assert len({query, SearchQuery(text="tri", filters={Facet.KIND: ("EA",)})}) == 1
    assert "text='tri'" in repr(query)


def test_a_query_is_the_same_however_its_values_were_listed() -> None:
    listed = SearchQuery(filters={Facet.KIND: ["EA"]}, facets=[Facet.KIND])  # type: ignore[arg-type, dict-item]  # lists are what is tried
    query = SearchQuery(filters={Facet.KIND: ("EA",)}, facets=(Facet.KIND,))

    assert listed == query
    assert hash(listed) == hash(query)


def test_a_query_stays_what_it_was() -> None:
    filters = {Facet.KIND: ("EA",)}
    query = SearchQuery(filters=filters)
    filters[Facet.KIND] = ("ESAT",)

    assert query == SearchQuery(filters={Facet.KIND: ("EA",)})


def test_a_query_without_a_place_has_none() -> None:
    assert validate(SearchQuery()) is None


def test_an_undeclared_filter_is_refused_with_those_that_exist() -> None:
    sentence = refusal(SearchQuery(filters={"couleur": ("bleu",)}))  # type: ignore[dict-item]  # undeclared on purpose

    assert "couleur" in sentence
    assert "kind, service, group" in sentence


def test_an_undeclared_facet_is_refused() -> None:
    assert "couleur" in refusal(SearchQuery(facets=("couleur",)))  # type: ignore[arg-type]  # undeclared on purpose


@pytest.mark.parametrize("values", [(), "EA"])
def test_a_filter_needs_a_list_of_values(values: tuple[str, ...]) -> None:
    assert "liste" in refusal(SearchQuery(filters={Facet.KIND: values}))


@pytest.mark.parametrize("value", ["", "Entreprise adaptée", "EA' OR 1=1", "a" * 81, "EA\n"])
def test_a_value_of_no_facet_s_form_is_refused(value: str) -> None:
    assert "un code ou un identifiant" in refusal(SearchQuery(filters={Facet.KIND: (value,)}))


@pytest.mark.parametrize("page", [0, -1])
def test_pages_start_at_one(page: int) -> None:
    assert "page 1" in refusal(SearchQuery(page=page))


@pytest.mark.parametrize("per_page", [0, MAX_PER_PAGE + 1])
def test_the_size_of_a_page_is_bounded(per_page: int) -> None:
    assert f"de 1 à {MAX_PER_PAGE}" in refusal(SearchQuery(per_page=per_page))


def test_one_cannot_leaf_through_for_ever() -> None:
    assert "ajoutez un mot" in refusal(SearchQuery(page=1001, per_page=10))
    validate(SearchQuery(page=1000, per_page=10))


@pytest.mark.parametrize("radius_km", [-1, 501, float("nan"), float("inf")])
def test_a_radius_has_bounds(radius_km: float) -> None:
    assert "de 0 à 500 km" in refusal(SearchQuery(near=Near("commune", "49007", radius_km)))


def test_an_unknown_place_is_refused() -> None:
    assert "inconnu" in refusal(SearchQuery(near=Near("commune", "99999")))
    assert "inconnu" in refusal(SearchQuery(near=Near("planet", "49007")))  # type: ignore[arg-type]  # unknown on purpose


def test_sorting_by_distance_needs_a_place() -> None:
    assert "indiquez un lieu" in refusal(SearchQuery(sort=Sort.DISTANCE))


def test_a_text_has_a_longest_length() -> None:
    assert "trop longue" in refusal(SearchQuery(text="mot " * 100))


def test_a_page_beyond_the_last_does_not_exist() -> None:
    query = SearchQuery(page=4)
    check_page_exists(query, total=61)

    with pytest.raises(InvalidQueryError, match="3 pages"):
        check_page_exists(query, total=60)
    with pytest.raises(InvalidQueryError, match="une seule page"):
        check_page_exists(query, total=0)


def test_results_count_their_pages() -> None:
    def pages(total: int) -> int:
        return SearchResults(SearchQuery(per_page=20), (), total, {}, 0.0).pages

    assert [pages(0), pages(20), pages(21)] == [1, 1, 2]


def test_what_matched_is_told_word_by_word() -> None:
    matched = Matched(frozenset({"menuiserie"}), prefix="boi")
    found = {token.surface for token in tokens("Menuiserie du bois, à Angers") if matched(token)}

    assert found == {"menuiserie", "bois"}
