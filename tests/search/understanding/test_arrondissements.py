"""Arrondissements, with their town or without."""

import pytest

from search.understanding import What, understand


def offered(text: str) -> list[str]:
    instead = [other.instead for other in understand(text).alternatives]
    return [one.values[0] for one in instead if one and one.what is What.PLACE]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Paris XIe", "75056"),
        ("Paris VIII", "75056"),
        ("Lyon VII", "69123"),
        ("marseille 13e", "13055"),
        ("3e arrondissement de Lyon", "69123"),
    ],
)
def test_it_goes_with_its_town(said: str, code: str) -> None:
    understood = understand(f"nettoyage {said}")
    places = [one for one in understood.mentions if one.what is What.PLACE]

    assert understood.values(What.PLACE) == (f"commune:{code}",)
    assert understood.words_of(*places) == said
    assert understood.text == ""


@pytest.mark.parametrize(
    ("said", "postcodes"),
    [
        ("onzième arrondissement", ["postcode:75011", "postcode:13011"]),
        ("3e arrondissement", ["postcode:75003", "postcode:69003", "postcode:13003"]),
        ("dix-septième arrondissement", ["postcode:75017"]),
    ],
)
def test_without_its_town_those_of_this_number_are_offered(said: str, postcodes: list[str]) -> None:
    assert understand(said).place is None
    assert offered(said) == offered(f"nettoyage {said}") == postcodes


def test_a_numeral_after_another_name_is_none() -> None:
    assert understand("Emmaüs Henri IV").text == "Henri IV"
    assert offered("nettoyage 3e étage") == []
