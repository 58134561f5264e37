"""Dates in figures are when, not where."""

import pytest

from search.understanding import What, place_at, understand


def departements_offered(text: str) -> list[str]:
    instead = (other.instead for other in understand(text).alternatives)
    places = [place_at(one.values[0]) for one in instead if one and one.what is What.PLACE]
    return [place.code for place in places if place]


@pytest.mark.parametrize(
    "text",
    [
        "traiteur le 22/06",
        "livraison samedi 14/07",
        "traiteur le 22.06",
        "traiteur le 22-06",
        "traiteur le 22 06",
        "traiteur fin 09/26",
        "traiteur en 09/2026",
        "traiteur 31/09/2026",
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
    assert departements_offered(text) == []


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("nettoyage 26/07", ["26", "07"]),
        ("livraison 14.07", ["14", "07"]),
        ("traiteur 12/12", ["12"]),
        ("nettoyage Lyon 26/07", []),
    ],
)
def test_where_nothing_says_when_the_departements_are_offered(
    text: str, offered: list[str]
) -> None:
    assert departements_offered(text) == offered


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
        ("traiteur dans le 26 07", "26"),
        ("nettoyage secteur 26/07", "26"),
        ("nettoyage zone 26/07", "26"),
        ("nettoyage en 26/07", "26"),
        ("nettoyage départements : 26/07", "26"),
        ("traiteur 04/05/06", "04"),
        ("nettoyage 26/07/38", "26"),
        ("nettoyage 31/09", "31"),
        ("nettoyage 31/11/34", "31"),
        ("nettoyage 30/02", "30"),
    ],
)
def test_two_departements_are_no_date(text: str, code: str) -> None:
    place = understand(text).place

    assert place is not None
    assert place.code == code
