"""Which services a supplier names itself, and where."""

import csv
from pathlib import Path

import pytest

from search.understanding import services_named, services_said


def test_a_name_says_a_service() -> None:
    assert services_said("La Blanchisserie centrale", None) == {"blanchisserie": "name"}


def test_a_description_says_services() -> None:
    said = services_said("Asso Rivages", "Nous faisons l’élagage et le repassage.")
    assert said == {"elagage": "description", "repassage": "description"}


def test_the_name_comes_first() -> None:
    assert services_said("Repassage 49", "Du repassage.") == {"repassage": "name"}


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("ENTRETIEN D'ESPACES VERTS", "entretien-espaces-verts"),
        ("des menuisières", "menuiserie-batiment"),
        ("main-d’œuvre", "mise-a-disposition"),
        ("bio nettoyage", "bionettoyage"),
        ("S.A.P.", "menage-domicile"),
        ("un vigile", "gardiennage"),
    ],
)
def test_spelling_does_not_count(text: str, service: str) -> None:
    assert services_said("X", text) == {service: "description"}


def test_the_longest_words_win() -> None:
    assert services_said("X", "nettoyage") == {"nettoyage-locaux": "description"}
    assert services_said("X", "nettoyage de vitres") == {"nettoyage-vitres": "description"}


@pytest.mark.parametrize(
    "text",
    [
        "enveloppes",  # ambiguous: stationery, or mailing
        "personnes en situation de handicap",  # broad
        "l’encadrement technique des salariés",
        "auprès des bailleurs sociaux",
        "une association",
        "",
    ],
)
def test_ambiguous_and_broad_words_say_nothing(text: str) -> None:
    assert services_said("X", text) == {}


@pytest.mark.parametrize(
    "name",
    [
        "LES RESTAURANTS DU COEUR DE PARIS",
        "Restos du cœur",
        "EPLEFPA OLIVIER DE SERRES",
        "REGIE INTER QUARTIERS MACON",
        "PAIN CONTRE LA FAIM",
        "SYND DU CYCLE DE L'EAU",
        "ASSOC DEPART DES RESTAU DU COEUR",
        "ESAT DENIS CORDONNIER",
        "ESAT DE LA CELLE ST CLOUD",
        "Le Verger de Neige",
        "Envie d’Agir",
        "EMMAUS ETHILOC",
        "Gestion de patrimoine",
        "ALPHA'NET SOCIETE NOUVELLE",
        "RIVAGES PROPRES",
        "BIO YVELINES SERVICES",
    ],
)
def test_proper_names_say_nothing(name: str) -> None:
    assert services_said(name, None) == {}


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("Les Cycles-Re", "reparation-velos"),
        ("Pain et Partage Lyon", "boulangerie-patisserie"),
        ("Solidarite Vetements", "collecte-textile"),
        ("SCOP EBS le Relais 13", "collecte-textile"),
        ("ASSOC TRI D'EMMA", "decheterie-tri"),
        ("Domicile Services du Doubs", "menage-domicile"),
        ("Emmaus Peupins", "ressourcerie"),
        ("Assoc Envie Loire", "informatique-reconditionnee"),
        ("SARL Envie 2e Loire", "deee"),
        ("Emmaüs Connect", "mediation-numerique"),
        ("Rénov Meubles", "restauration-meubles"),
        ("Le Panier de la Mer Bretagne Sud", "sous-traitance-agroalimentaire"),
        ("Ecomatelas", "encombrants"),
        ("SARL Lave Eco Bio Sineo Antibes", "nettoyage-vehicules"),
        ("Nett Auto Bio Calvados", "nettoyage-vehicules"),
        ("SAS Envie Transport Bretagne", "transport-marchandises"),
    ],
)
def test_some_words_tell_a_service_in_a_name(name: str, service: str) -> None:
    assert services_said(name, None) == {service: "name"}


def test_these_say_nothing_in_a_description() -> None:
    assert (
        services_said("X", "Des cycles de tri, une envie de bio, dans un monde de marmites") == {}
    )


def test_such_words_count_in_a_description() -> None:
    assert services_said("X", "Un maçon et du pain") == {
        "maconnerie": "description",
        "boulangerie-patisserie": "description",
    }


@pytest.mark.parametrize(
    ("sentence", "services"),
    [
        ("La blanchisserie des hôtels et des EHPAD.", {"blanchisserie"}),
        ("Le linge des hôtels du Calvados.", set()),
        ("L’association gère des crèches.", {"garde-enfants"}),
        ("Des repas aux restaurants du département.", set()),
        ("Des légumes pour les restaurants.", {"maraichage"}),
        ("Un restaurant d’insertion.", {"restaurant"}),
        ("Notre hôtel.", {"hebergement"}),
        ("Des repas pour les écoles, crèches et restaurants.", set()),
        ("Des animations en EHPAD.", set()),
    ],
)
def test_for_whom_one_works_is_no_service(sentence: str, services: set[str]) -> None:
    assert set(services_said("X", sentence)) == services


def test_negations_are_not_understood() -> None:
    assert "menuiserie-batiment" in services_said("X", "Nous ne faisons pas de menuiserie.")


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("vigile", "gardiennage"),
        ("  VIGILES ", "gardiennage"),
        ("l’élagage", "elagage"),
        ("« entretien d’espaces verts »", "entretien-espaces-verts"),
        ("entretien espace vert", "entretien-espaces-verts"),
    ],
)
def test_a_need_typed_whole_names_its_service(typed: str, service: str) -> None:
    assert services_named(typed) == (service,)


def test_an_ambiguous_word_names_all_its_services() -> None:
    assert len(services_named("enveloppes")) > 1


@pytest.mark.parametrize(
    "typed",
    ["", "la", "vigile Angers", "vigil", '-"vigile"', 'entretien -"espaces verts"', '"'],
)
def test_other_words_name_none(typed: str) -> None:
    assert services_named(typed) == ()


@pytest.fixture(scope="module")
def siae(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "siae_lemarche_fixture.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_real_names_and_descriptions(siae: list[dict[str, str]]) -> None:
    """The reference counts 92 descriptions and 714 names, proper names and broad words included."""
    names = sum(bool(services_said(row["name"], None)) for row in siae)
    descriptions = sum(bool(services_said("", row["description"])) for row in siae)
    assert 640 <= names <= 714
    assert 85 <= descriptions <= 100
