"""Whether words say more of a need than the names of the services that they are read as."""

import pytest

from search.understanding import is_precise, understand


@pytest.mark.parametrize(
    "typed",
    [
        "huile de noix",
        "chapes fluides à Lillers",
        "pommes de terre Normandie",
        "trottoirs gelés Grenoble",
        "chapes fluides pour les écoles",
    ],
)
def test_everyday_words_say_more(typed: str) -> None:
    assert is_precise(understand(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "menuiserie Lyon",
        "menuisiers",  # of the same family
        "netoyage de bureau",  # a slip of the hand
        "entreprise de nettoyage",  # how one asks
        "repassage pour trente personnes",  # named, and more
        "garde d’enfants le mercredi",
        "des vitres à laver",  # in another order
        "55520000-1 Nantes",
        "",
        "zeppelin",  # read as no service
        "repas pour une crèche",  # told by whom it is for
        "ESAT Angers",
    ],
)
def test_the_names_of_a_service_do_not(typed: str) -> None:
    assert not is_precise(understand(typed))
