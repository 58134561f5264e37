"""Words spelt by ear, or with a slip of the hand, tell what is meant."""

import pytest

from search.understanding import What, understand


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("plonberie", "plomberie-chauffage"),
        ("nettoyge", "nettoyage-locaux"),
        ("nettoiage", "nettoyage-locaux"),
        ("gardienage", "gardiennage"),
        ("metalerie", "metallerie-soudure"),
        ("espaces vers", "entretien-espaces-verts"),
        ("espaces vers à Lyon", "entretien-espaces-verts"),
        ("restoration collective", "restauration-collective"),
        ("espacesverts Nantes", "entretien-espaces-verts"),
        ("penture", "peinture-batiment"),
        ("plombir", "plomberie-chauffage"),
        ("espaceverts", "entretien-espaces-verts"),
        ("lomberie", "plomberie-chauffage"),
        ("epinture", "peinture-batiment"),
        ("nmprimerie", "impression"),
    ],
)
def test_the_trade_that_is_meant_is_read(typed: str, service: str) -> None:
    assert understand(typed).values(What.SERVICE) == (service,)


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("aide à domiciile", "aide-domicile"),
        ("location de vélso", "location-velos"),
        ("mise souus pli", "mise-sous-pli"),
        ("mise sous pil", "mise-sous-pli"),
        ("misse sous pli", "mise-sous-pli"),  # not at Thouars, that Missé is in
        ("destruction d’archvies", "destruction-archives"),
        ("espces verts", "entretien-espaces-verts"),
        ("espaces verrts Lyon", "entretien-espaces-verts"),
        ("platos repas", "plateaux-repas"),
        ("nettoyage de vitrse", "nettoyage-vitres"),
        ("nttoyage industriel", "nettoyage-industriel"),
    ],
)
def test_a_slip_is_known_by_the_other_words_of_a_name(typed: str, service: str) -> None:
    assert understand(typed).values(What.SERVICE) == (service,)


@pytest.mark.parametrize("typed", ["espaces Vertou", "espaces vents", "propreté urine"])
def test_a_place_or_a_word_of_french_is_no_slip(typed: str) -> None:
    services = {"entretien-espaces-verts", "nettoyage-urbain"}
    assert services.isdisjoint(understand(typed).values(What.SERVICE))


@pytest.mark.parametrize("typed", ["ceinture", "teinture", "couronne", "ouverture de compte"])
def test_nor_is_one_that_begins_otherwise(typed: str) -> None:
    services = {"peinture-batiment", "charpente-couverture"}
    assert services.isdisjoint(understand(typed).values(What.SERVICE))


@pytest.mark.parametrize("typed", ["SOLID ACTION", "clipe"])
def test_a_word_as_near_to_several_trades_is_none(typed: str) -> None:
    assert understand(typed).values(What.SERVICE) == ()


@pytest.mark.parametrize("typed", ["planète verte", "nettoyage machin", "lavage écologiste"])
def test_a_word_of_french_that_sounds_otherwise_is_itself(typed: str) -> None:
    services = {"plantes-interieur", "nettoyage-industriel", "nettoyage-vehicules"}
    assert services.isdisjoint(understand(typed).values(What.SERVICE))


def test_a_small_word_stays_one_where_it_introduces() -> None:
    understood = understand("transport vers Lyon")

    assert understood.place is not None
    assert understood.words_of(understood.mentions[-1]) == "vers Lyon"
