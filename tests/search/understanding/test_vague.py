"""Where, in words that no map holds: it is neither searched nor read as a need."""

import pytest

from search.understanding import What, around_us_in, understand


@pytest.mark.parametrize(
    ("text", "asides"),
    [
        ("nettoyage près de chez moi", ["moi"]),
        ("nettoyage dans mon quartier", ["mon", "quartier"]),
        ("nettoyage dans le sud", ["sud"]),
        ("nettoyage à 1h de route de Lyon", ["1h", "route"]),
        ("nettoyage à une heure de Lyon", ["heure"]),
        ("nettoyage région Ouest", ["Ouest"]),
    ],
)
def test_it_stays_beside_the_need(text: str, asides: list[str]) -> None:
    understood = understand(text)

    assert understood.values(What.SERVICE) == ("nettoyage-locaux",)
    assert [text[start:end] for start, end in understood.asides] == asides
    assert understood.text == ""


def test_the_town_that_is_an_hour_away_is_read() -> None:
    place = understand("nettoyage à une heure de Lyon").place

    assert place is not None
    assert place.name == "Lyon"


@pytest.mark.parametrize("text", ["traiteur près de la gare", "traiteur autour de la mairie"])
def test_around_something_is_not_around_us(text: str) -> None:
    assert list(around_us_in(text)) == []


def test_beside_a_town_goes_with_it() -> None:
    understood = understand("traiteur à côté de Tours")
    places = [one for one in understood.mentions if one.what is What.PLACE]

    assert understood.words_of(*places) == "à côté de Tours"
    assert not understood.asides


def test_at_home_is_a_need() -> None:
    assert understand("ménage chez moi").values(What.SERVICE) == ("menage-domicile",)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("nettoyage petite couronne", ["departement:92", "departement:93", "departement:94"]),
        ("nettoyage Grand Ouest", ["region:53", "region:52", "region:28"]),
        ("nettoyage sud-ouest de la France", ["region:75", "region:76"]),
        ("nettoyage Antilles", ["departement:971", "departement:972"]),
        ("nettoyage Val de Loire", ["region:24", "region:52"]),
        ("nettoyage vallée de la Loire", ["region:24", "region:52"]),
        ("nettoyage dans le Sud-Ouest", ["region:75", "region:76"]),
        ("nettoyage sud-est de la France", ["region:93", "region:84"]),
        ("nettoyage Beaujolais", ["epci:200040590", "epci:200040574", "epci:200067817"]),
    ],
)
def test_a_part_made_of_several_places_is_offered_place_by_place(
    text: str, offered: list[str]
) -> None:
    understood = understand(text)
    instead = [other.instead for other in understood.alternatives]

    assert understood.place is None
    assert understood.text == ""
    assert [one.values[0] for one in instead if one and one.what is What.PLACE] == offered


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nettoyage Centre-Val de Loire", "24"),
        ("nettoyage sud Loire-Atlantique", "44"),
        ("nettoyage Lyon sud-est", "69123"),
        ("nettoyage sud-ouest de Lyon", "69123"),
    ],
)
def test_a_longer_name_or_the_side_of_a_town_is_a_place(text: str, code: str) -> None:
    understood = understand(text)

    assert understood.place is not None
    assert understood.place.code == code
    assert not any(other.of.what is What.TEXT for other in understood.alternatives)


def test_a_part_within_the_name_of_a_need_is_no_place() -> None:
    assert understand("cuisine des Antilles").values(What.SERVICE) == ("restaurant", "traiteur")


@pytest.mark.parametrize("text", ["grande couronne de Noël", "petites couronnes de Noël"])
def test_a_crown_is_no_part_of_the_country(text: str) -> None:
    assert "horticulture" in understand(text).values(What.SERVICE)


def test_a_town_is_in_no_part_that_it_only_begins() -> None:
    place = understand("nettoyage Saint-Denis-en-Val de Loire").place
    assert place is not None
    assert place.name == "Saint-Denis-en-Val"
