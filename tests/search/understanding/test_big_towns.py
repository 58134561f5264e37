"""Big towns and départements spelt by ear, after what is needed."""

import pytest

from search.understanding import What, understand


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("nettoyage Lile", "commune:59350"),
        ("nettoyage à Lile", "commune:59350"),
        ("nettoyage Sain-Etienne", "commune:42218"),
        ("gardienage monpelier", "commune:34172"),
        ("espace vert nante", "commune:44109"),
        ("ESAT nante", "commune:44109"),
        ("nettoyage lyom", "commune:69123"),
        ("nettoyage Grenobles", "commune:38185"),  # though nuts are "de Grenoble"
        ("nettoyage Brests", "commune:29019"),
        ("traiteur vandé", "departement:85"),  # and no Vannes
    ],
)
def test_they_are_read(text: str, place: str) -> None:
    understood = understand(text)

    assert understood.values(What.PLACE) == (place,)
    assert understood.text == ""


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("nettoyage Renne", "Renne", "commune:35238"),  # a word of French
        ("nettoyage Bordeau", "Bordeau", "commune:33063"),  # and a wine of ours
        ("traiteur Limoge", "Limoge", "commune:87085"),
        ("demenagment lion", "lion", "commune:69123"),  # a village
        ("Lile", "Lile", "commune:59350"),  # alone
    ],
)
def test_what_may_be_said_otherwise_is_offered_first(text: str, words: str, place: str) -> None:
    understood = understand(text)
    offered = understood.alternatives[0]

    assert understood.values(What.PLACE) != (place,)
    assert understood.words_of(offered.of) == words
    assert offered.instead is not None
    assert offered.instead.values == (place,)


@pytest.mark.parametrize("text", ["nettoyage Archi’Mède", "formation Mède"])
def test_a_short_word_or_the_end_of_one_is_no_town(text: str) -> None:
    assert understand(text).place is None


@pytest.mark.parametrize("text", ["nettoyage vitre", "menuiserie bois", "traiteur Lyon"])
def test_what_is_told_is_not_heard_otherwise(text: str) -> None:
    assert understand(text).alternatives == ()
