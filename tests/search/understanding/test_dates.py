"""Dates in figures are when, not where."""

import pytest

from search.understanding import What, understand


@pytest.mark.parametrize(
    "text",
    [
        "traiteur le 22/06",
        "livraison 14/07",
        "traiteur 22.06",
        "traiteur le 22-06",
        "traiteur 14/07/2026",
        "traiteur 14.07.26",
        "traiteur du 14/07 au 16/07",
        "traiteur du 14 au 16/07",
        "traiteur les 14 et 15 octobre",
    ],
)
def test_a_date_is_no_departement(text: str) -> None:
    understood = understand(text)

    assert (understood.place, understood.text) == (None, "")
    instead = (other.instead for other in understood.alternatives)
    assert not any(one and one.what is What.PLACE for one in instead)


@pytest.mark.parametrize("text", ["traiteur Lille le 22/06", "le 22/06 à Lille"])
def test_it_stands_beside_a_place(text: str) -> None:
    understood = understand(text)

    assert understood.place is not None
    assert (understood.place.label, understood.text) == ("Lille (59)", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("traiteur 44/85", "44"),
        ("traiteur 13/83/84", "13"),
        ("traiteur 22-35", "22"),
        ("traiteur (01/03)", "01"),
        ("traiteur dans le 04/05", "04"),
    ],
)
def test_two_departements_are_no_date(text: str, code: str) -> None:
    place = understand(text).place

    assert place is not None
    assert place.code == code


@pytest.mark.parametrize("text", ["repassage 44000 par an", "repassage 44000/mois"])
def test_so_many_a_year_are_no_postcode(text: str) -> None:
    assert understand(text).place is None
