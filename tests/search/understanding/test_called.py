"""Services found as one types what people call them."""

import pytest

from search.french import tokens
from search.understanding import is_meant, service_listed, services_called


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("repassage", "repassage"),
        ("Plomberie", "plomberie-chauffage"),
        ("toilettes sèches", "materiel-evenementiel"),  # a synonym
        ("toilette seche", "materiel-evenementiel"),  # neither accents nor plural
        ("tonte", "entretien-espaces-verts"),
        ("impr", "impression"),  # a beginning
        ("repa", "repassage"),  # of the name, before that of a word within one
        ("repasage", "repassage"),  # a typo
        ("plommberrie", "plomberie-chauffage"),  # two, in a long word
        ("nettoyage de bureaux", "nettoyage-locaux"),
        ("net", "nettoyage-locaux"),  # as the search reads "nettoyage"
        ("tretteur", "traiteur"),  # by ear
        ("trett", "traiteur"),
    ],
)
def test_a_service_is_found_by_what_people_call_it(typed: str, first: str) -> None:
    assert services_called(typed, 8)[0].service.id == first


@pytest.mark.parametrize("typed", ["", "  ", "zeppelin", "!!!", "repassage zeppelin"])
def test_what_names_no_service_finds_none(typed: str) -> None:
    assert services_called(typed, 8) == []


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("insertion", "plasturgie"),  # "injection plastique"
        ("repassage à l", "couture-retouche"),  # "reprisage"
    ],
)
def test_nothing_is_mended_beside_what_is_called_so(typed: str, mended: str) -> None:
    assert mended not in {called.service.id for called in services_called(typed, 8)}


def test_a_slip_is_mended_into_the_nearest_alone() -> None:
    mended = services_called("gardienage", 8)
    assert all(called.mended for called in mended)
    # "Gardiennage", not "jardinage", which is farther.
    assert [called.service.id for called in mended] == ["gardiennage", "decheterie-tri"]


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("nettoyage et espaces ve", "espaces ve"),
        ("traiteur, des plateaux re", "plateaux re"),
        ("nettoyage et nan", ""),  # Nantes
        ("nettoyage et par", ""),  # Paris, though "parquet" begins so
        ("nettoyage en Mayenne, à lav", ""),  # Laval, though "lavage" does
        ("menuiserie et agen", ""),  # one service
        ("nettoyage", ""),
        ("", ""),
    ],
)
def test_a_service_may_be_begun_after_others(typed: str, end: str) -> None:
    assert service_listed(typed) == end


def test_a_word_with_a_digit_is_exact() -> None:
    article, next_article = tokens("L2113 L2114")
    assert is_meant(article, article)
    assert not is_meant(article, next_article)


def test_the_name_that_is_nearest_is_told() -> None:
    (found, *_) = services_called("tonte", 8)
    assert (found.service.label, found.name) == ("Entretien d’espaces verts", "tonte")


def test_no_more_are_found_than_wanted() -> None:
    assert len(services_called("de", 3)) == 3
