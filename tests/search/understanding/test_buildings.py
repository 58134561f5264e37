"""The building that a trade is done to is no need: "la peinture de la crèche"."""

import pytest

from search.understanding import What, understand


def services_in(text: str) -> list[str]:
    return [s for one in understand(text).mentions if one.what is What.SERVICE for s in one.values]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("peinture de la salle des fêtes", "peinture-batiment"),
        ("toiture du théâtre", "charpente-couverture"),
        ("nettoyage du restaurant scolaire", "nettoyage-locaux"),
        ("électricité dans nos deux crèches", "electricite-batiment"),
        ("plomberie de la crèche et de la cantine", "plomberie-chauffage"),
        ("traiteur à la salle des fêtes", "traiteur"),
        ("nettoyage de la librairie", "nettoyage-locaux"),
    ],
)
def test_it_works(text: str, service: str) -> None:
    assert services_in(text) == [service]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("location de la salle des fêtes", "location-salles"),
        ("livres de la bibliothèque", "livres"),
        ("gestion de la cantine", "restauration-collective"),
        ("livraison de repas à la cantine", "restauration-collective"),
        ("gardiennage de la déchèterie", "decheterie-tri"),  # their work too
    ],
)
def test_it_is_one_with_what_is_done_there(text: str, service: str) -> None:
    assert services_in(text) == [service]


@pytest.mark.parametrize(
    "text", ["nettoyage, blanchisserie", "marché de nettoyage et de blanchisserie"]
)
def test_what_is_listed_is_a_need(text: str) -> None:
    assert services_in(text) == ["nettoyage-locaux", "blanchisserie"]


def test_a_building_and_what_is_done_to_it_may_be_one_term() -> None:
    assert services_in("entretien de la serre") == ["horticulture"]


def test_what_is_done_to_it_may_be_unsure() -> None:
    """Then it is offered, and the building is not searched for its trade."""
    assert services_in("draps pour le gîte") == []


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("entretien de la salle des fêtes", "nettoyage-locaux"),
        ("entretien de la crèche et de la cantine", "nettoyage-locaux"),
        ("mobilier du restaurant scolaire", "fabrication-mobilier"),
        ("construction de la crèche", "maconnerie"),
    ],
)
def test_what_alone_is_unsure_is_told_of_premises(text: str, service: str) -> None:
    assert services_in(text) == [service]


def test_where_it_goes_may_be_the_need() -> None:
    assert "decheterie-tri" in services_in("transport à la déchèterie")
