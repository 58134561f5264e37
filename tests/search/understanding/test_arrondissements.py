"""Arrondissements, with their town or without."""

import pytest

from search.understanding import What, understand


def offered(text: str) -> list[str]:
    instead = [other.instead for other in understand(text).alternatives]
    return [one.values[0] for one in instead if one and one.what is What.PLACE]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Paris XIe", "75011"),
        ("Paris VIII", "75008"),
        ("Lyon VII", "69007"),
        ("lyon 8", "69008"),
        ("69008 Lyon", "69008"),
        ("marseille 13e", "13013"),
        ("3e arrondissement de Lyon", "69003"),
    ],
)
def test_with_its_town_it_is_its_postcode(said: str, code: str) -> None:
    understood = understand(f"nettoyage {said}")
    places = [one for one in understood.mentions if one.what is What.PLACE]

    assert understood.values(What.PLACE) == (f"postcode:{code}",)
    assert understood.words_of(*places) == said
    assert understood.text == ""
    assert offered(f"nettoyage {said}")  # its town


def test_its_postcode_is_narrower_than_its_town() -> None:
    assert understand("nettoyage 69008 à Lyon").values(What.PLACE) == ("postcode:69008",)


@pytest.mark.parametrize(
    "said",
    ["Marseille 13", "Paris 75", "Lyon 69", "Lyon 12", "75116 Paris", "Paris 3e étage"],
)
def test_any_other_number_is_none_of_the_town_s(said: str) -> None:
    (value,) = understand(f"nettoyage {said}").values(What.PLACE)

    assert value.startswith("commune:")


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
