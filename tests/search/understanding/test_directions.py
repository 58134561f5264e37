"""A side of a place is set aside: "au nord de Lyon" is Lyon, and no département."""

import pytest

from search.understanding import What, understand


def place_of(text: str) -> str | None:
    place = understand(text).mention(What.PLACE)
    return place.values[0] if place else None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("nettoyage au nord de Lyon", "commune:69123"),
        ("ESAT au Nord de Rennes", "commune:35238"),
        ("nettoyage Toulouse Nord", "commune:31555"),
        ("nettoyage nord Toulouse", "commune:31555"),
        ("nettoyage Tours Nord", "commune:37261"),
        ("nettoyage Le Nord de Lille", "commune:59350"),
        ("nettoyage nord-est de la Sarthe", "departement:72"),
        ("nettoyage gare du Nord", None),
        ("nettoyage secteur nord", None),
        ("nettoyage nord de la France", None),
    ],
)
def test_the_place_is_read_and_the_side_set_aside(text: str, place: str | None) -> None:
    understood = understand(text)

    assert place_of(text) == place
    assert "nord" in [text[start:end].casefold() for start, end in understood.asides]
    assert understood.text == ""


@pytest.mark.parametrize(
    "text",
    [
        "nettoyage Nord",
        "nettoyage nord",
        "dans le Nord",
        "ESAT du Nord",
        "département du Nord",
        "menuiserie bois Nord",
        "traiteur Nord de 50 personnes",
        "nettoyage dans le Nord du lundi au vendredi",
    ],
)
def test_the_nord_is_a_departement(text: str) -> None:
    assert place_of(text) == "departement:59"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Lille Nord", "commune:59350"),
        ("Nord Pas-de-Calais", "former_region:31"),
        ("Nord Isère", "departement:38"),
    ],
)
def test_a_name_that_holds_it_is_read_whole(text: str, place: str) -> None:
    understood = understand(text)

    assert place_of(text) == place
    assert understood.asides == ()
