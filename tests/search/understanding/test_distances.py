"""The distance that a need says."""

import pytest

from search.understanding import understand


@pytest.mark.parametrize(
    ("text", "radius"),
    [
        ("nettoyage à moins de 30 km de Tours", 30),
        ("cadeaux à moins de 30", None),  # euros
        ("nettoyage Amiens 20km", 20),
        ("nettoyage 30 kilomètres autour de Tours", 30),
        ("nettoyage Tours 30 kms", 30),
        ("nettoyage à 2,5 km de Tours", 3),
        ("nettoyage 37000 30 km", 30),
        ("nettoyage Tours,30km", 30),
        ("nettoyage 30 km/Tours", 30),
        ("nettoyage à trente kilomètres de Tours", 30),
        ("nettoyage à vingt-cinq km de Tours", 25),
        ("nettoyage à moins d’une trentaine de km de Tours", 30),
        ("nettoyage à pas plus de 20 km de Tours", 20),
        ("nettoyage à 20 km maximum de Tours", 20),
        ("nettoyage à 500 m de Tours", 1),
        ("nettoyage à 1500 mètres de Tours", 2),
        ("clôture de 50 m à Tours", None),
        ("élagage à 15 m de haut Tours", None),
        ("traiteur à 100 m du métro Tours", None),
        ("traiteur à 100 m de la gare de Tours", None),
        ("nettoyage à 500 m de Laval", 1),
        ("nettoyage à 500 m de La Rochelle", 1),
        ("hébergement à 1200 m d’altitude Grenoble", None),
        ("nettoyage à 1000 km de Tours", 1000),
        ("nettoyage à deux cent cinquante km de Tours", None),
        ('nettoyage "30 km" Tours', None),
        ("nettoyage 1 200 km", None),
        ("nettoyage Amiens", None),
        ("nettoyage km 4000", None),
        ("20km2 de bureaux", None),
        ("25 km/h Tours", None),
    ],
)
def test_a_distance_is_read(text: str, radius: int | None) -> None:
    assert understand(text).radius_km == radius


@pytest.mark.parametrize(
    "where",
    [
        "à 2,5 kilomètres de Tours",
        "à moins de 30 km de Tours",
        "à pas plus de 30 km de Tours",
        "à 30 km maximum de Tours",
        "à 500 m de Tours",
        "Tours 30 km",
        "à Tours, 30km",
        "Tours à moins de 30 km",
    ],
)
def test_its_words_go_with_those_of_the_place(where: str) -> None:
    assert understand(f"nettoyage {where}").without_place() == "nettoyage"
