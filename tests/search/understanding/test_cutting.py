"""What is left of a need once one reading is taken away."""

import pytest

from search.understanding import What, trimmed, understand


def without(text: str, words: str) -> str:
    understood = understand(text)
    mention = next(m for m in understood.mentions if understood.words_of(m) == words)
    return trimmed(understood.without(mention))


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("un ESAT pour le nettoyage à Rennes", "nettoyage", "un ESAT à Rennes"),
        ("un ESAT pour le nettoyage à Rennes", "ESAT", "le nettoyage à Rennes"),
        ("EA en nettoyage Marseille", "nettoyage", "EA Marseille"),
        ("des vitres à laver à Lyon", "vitres laver", "à Lyon"),
        ("menuiserie, et à Lille !", "à Lille", "menuiserie"),
    ],
)
def test_the_small_words_that_led_to_it_go_with_it(text: str, words: str, left: str) -> None:
    assert without(text, words) == left


def test_so_does_the_but_that_followed() -> None:
    understood = understand("nettoyage mais pas industriel à Lyon")
    need = understood.mention(What.SERVICE)

    assert need is not None
    assert understood.without_need(need) == "à Lyon"


@pytest.mark.parametrize("text", ["sans porc ni alcool", "ni", "et", "ni ni"])
def test_small_words_alone_are_left_as_they_are(text: str) -> None:
    assert trimmed(text) == text


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("EA/ESAT nettoyage", "ESAT", "EA nettoyage"),
        ("nettoyage EA/ESAT à Lyon", "EA", "nettoyage ESAT à Lyon"),
        ("traiteur, ESAT, Lyon", "ESAT", "traiteur, Lyon"),
        ("traiteur, ESAT, Lyon", "traiteur", "ESAT, Lyon"),
        ("nettoyage (ESAT à Lyon)", "à Lyon", "nettoyage (ESAT)"),
    ],
)
def test_so_does_the_sign_of_its_list(text: str, words: str, left: str) -> None:
    assert without(text, words) == left
