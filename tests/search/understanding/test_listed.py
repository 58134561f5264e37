"""Needs said in one list count alike: "nettoyage et espaces verts" asks for both."""

import pytest

from search.understanding import What, understand


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("nettoyage et espaces verts", ["nettoyage-locaux", "entretien-espaces-verts"]),
        ("espaces verts, nettoyage", ["entretien-espaces-verts", "nettoyage-locaux"]),
        ("nettoyage + espaces verts", ["nettoyage-locaux", "entretien-espaces-verts"]),
        ("peinture et plomberie", ["peinture-batiment", "plomberie-chauffage"]),
        ("nettoyage de bureaux et de vitres", ["nettoyage-locaux", "nettoyage-vitres"]),
        ("gardiennage et ménage", ["gardiennage", "nettoyage-locaux"]),
        ("lot 1 peinture lot n° 2 plomberie", ["peinture-batiment", "plomberie-chauffage"]),
        (
            "Lot 01 - nettoyage, Lot 02 - espaces verts",
            ["nettoyage-locaux", "entretien-espaces-verts"],
        ),
        ("1) nettoyage 2) espaces verts", ["nettoyage-locaux", "entretien-espaces-verts"]),
        ("lot 1 nettoyage lot 2 vitres", ["nettoyage-locaux", "nettoyage-vitres"]),
        ("1. nettoyage 2. espaces verts", ["nettoyage-locaux", "entretien-espaces-verts"]),
        ("(a) nettoyage (b) espaces verts", ["nettoyage-locaux", "entretien-espaces-verts"]),
        ("• nettoyage • blanchisserie", ["nettoyage-locaux", "blanchisserie"]),
        ("nettoyage - blanchisserie", ["nettoyage-locaux", "blanchisserie"]),
        ("devis pour le nettoyage et l’impression", ["nettoyage-locaux", "impression"]),
        ("consultation pour l’impression et le routage", ["impression", "mise-sous-pli"]),
        ("nettoyage, réparation de vélos", ["nettoyage-locaux", "reparation-velos"]),
        (
            "lot 1 : nettoyage ; lot 2 : réparation de vélos",
            ["nettoyage-locaux", "reparation-velos"],
        ),
        (
            "second œuvre : peinture, plomberie",
            ["multiservices-batiment", "peinture-batiment", "plomberie-chauffage"],
        ),
        (
            "tous corps d’état : peinture, électricité",
            ["multiservices-batiment", "peinture-batiment", "electricite-batiment"],
        ),
    ],
)
def test_each_is_a_need_of_its_own(text: str, services: list[str]) -> None:
    mentions = understand(text).mentions

    assert [(one.what, *one.values) for one in mentions] == [(What.SERVICE, s) for s in services]
    assert understand(text).less_sure == ()


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("parcs et jardins", "entretien-espaces-verts"),
        ("tonte et taille de haies", "entretien-espaces-verts"),
        ("nettoyage et entretien de locaux", "nettoyage-locaux"),
        ("nettoyage et lavage de vitres", "nettoyage-vitres"),
        ("nettoyage et réparation de vélos", "reparation-velos"),
        ("jardinage et bricolage à domicile", "jardinage-domicile"),
        ("traiteur bio et local", "traiteur"),
    ],
)
def test_what_tells_one_service_is_one_need(text: str, service: str) -> None:
    (mention,) = understand(text).mentions

    assert mention.values == (service,)


def test_for_whom_is_no_need() -> None:
    assert understand("nettoyage pour bureaux et restaurant").values(What.SERVICE) == (
        "nettoyage-locaux",
    )


def test_what_is_called_otherwise_is_what_it_may_be() -> None:
    """Where most are called by their names; the word of a family is the whole of it."""
    read = understand("nettoyage, restauration et espaces verts").mentions

    assert [one.values[0] for one in read] == [
        "nettoyage-locaux",
        "traiteur",
        "entretien-espaces-verts",
    ]
    assert "restauration-collective" in read[1].values
