"""Words are read as what a buyer means by them."""

import pytest

from domain.kinds import KINDS
from search.understanding import What, understand

INSERTION = tuple(kind.code for kind in KINDS.values() if kind.family == "insertion")


@pytest.mark.parametrize(
    "text", ["clause sociale", "clause d’insertion", "jeunes en insertion", "public en insertion"]
)
def test_a_clause_and_those_employed_ask_for_insertion(text: str) -> None:
    understood = understand(f"{text} espaces verts")

    assert understood.values(What.KIND) == INSERTION
    assert understood.values(What.SERVICE) == ("entretien-espaces-verts",)
    assert understood.text == ""


@pytest.mark.parametrize("text", ["mais à Grenoble", "mais pas à Lyon", "nettoyage mais à Lyon"])
def test_mais_before_a_small_word_is_no_maize(text: str) -> None:
    assert "maraichage" not in understand(text).values(What.SERVICE)


@pytest.mark.parametrize("text", ["maïs à Grenoble", "culture de mais à Grenoble", "mais doux"])
def test_maize_is(text: str) -> None:
    assert "maraichage" in understand(text).values(What.SERVICE)


@pytest.mark.parametrize("text", ["ESAT du centre", "geiq centre", "centre ville"])
def test_a_centre_is_not_where_waste_is_sorted(text: str) -> None:
    assert "decheterie-tri" not in understand(text).values(What.SERVICE)
    assert "decheterie-tri" in understand("centre de tri").values(What.SERVICE)


def test_what_is_not_wanted_offers_no_service() -> None:
    assert understand("sans tutelle").alternatives == ()


def test_hors_makes_a_set_phrase_that_tells_no_service() -> None:
    understood = understand("Hors Piste Lyon")

    assert understood.values(What.SERVICE) == ()
    assert understood.text == "Hors Piste"


@pytest.mark.parametrize(
    ("text", "service", "less_sure"),
    [
        ("homme à tout faire", "jardinage-domicile", "multiservices-batiment"),
        ("savon", "produits-entretien", "cosmetique-savonnerie"),
        ("taille de haies", "entretien-espaces-verts", "jardinage-domicile"),
        ("cuisinier", "traiteur", "interim-insertion"),
        ("uniformes", "confection", "location-linge"),
    ],
)
def test_an_everyday_word_tells_its_trades(text: str, service: str, less_sure: str) -> None:
    understood = understand(text)

    assert service in understood.values(What.SERVICE)
    assert less_sure in understood.less_sure


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("imprimerie éco-responsable", "impression"),
        ("achats durables imprimerie", "impression"),
        ("goodies éco-responsables made in France", "objets-publicitaires"),
        ("handicap nettoyage", "nettoyage-locaux"),
        ("taxi handicap", "transport-personnes"),
        ("location minibus handicap", "location-vehicules"),
        ("test logiciel autistes", "tests-logiciels"),
        ("logements vacants peinture", "peinture-batiment"),
        ("HLM peinture", "peinture-batiment"),
        ("EHPAD repas", "restauration-collective"),
    ],
)
def test_a_quality_or_whom_it_is_for_is_no_need_beside_one(text: str, service: str) -> None:
    understood = understand(text)

    assert understood.values(What.SERVICE) == (service,)
    assert understood.less_sure == ()
    assert understood.text == ""


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("handicap", "sensibilisation-handicap"),
        ("achats durables", "conseil-rse"),
        ("EHPAD", "bionettoyage"),
        ("nettoyage EHPAD", "bionettoyage"),
    ],
)
def test_alone_or_with_its_own_gesture_it_is(text: str, service: str) -> None:
    assert understand(text).values(What.SERVICE)[0] == service


@pytest.mark.parametrize("text", ["personnes handicapées", "personnes en situation de handicap"])
def test_whom_a_kind_employs_asks_for_it(text: str) -> None:
    handicap = understand("travailleurs handicapés").values(What.KIND)

    for need in (f"{text} nettoyage", f"nettoyage par des {text}"):
        assert understand(need).values(What.KIND) == handicap
        assert understand(need).values(What.SERVICE) == ("nettoyage-locaux",)


@pytest.mark.parametrize(
    "text", ["prison imprimerie", "imprimerie en prison", "détenus imprimerie"]
)
def test_prison_asks_for_what_is_made_there(text: str) -> None:
    assert understand(text).values(What.KIND) == ("SEP",)
    assert understand(text).values(What.SERVICE) == ("impression",)


@pytest.mark.parametrize(
    "text",
    [
        "transport de personnes handicapées",
        "aide à domicile personne handicapée",
        "repas pour des personnes handicapées",
        "transport adapté personnes handicapées",
        "imprimerie pour la prison",
        "formation des détenus",
    ],
)
def test_what_is_done_for_them_asks_for_no_kind(text: str) -> None:
    assert understand(text).values(What.KIND) == ()


@pytest.mark.parametrize(
    "text", ["ESAT hors murs", "ESAT hors les murs", "prestation sur site ESAT", "détachement ESAT"]
)
def test_where_an_esat_works_is_a_team_at_hand(text: str) -> None:
    understood = understand(text)

    assert understood.values(What.KIND) == ("ESAT",)
    assert understood.values(What.SERVICE) == ("mise-a-disposition",)
    assert understood.text == ""


@pytest.mark.parametrize(
    "text",
    ["parties communes Lyon", "entretien des parties communes", "nettoyage parties communes"],
)
def test_parties_communes_are_no_municipalities(text: str) -> None:
    assert understand(text).values(What.SERVICE) == ("nettoyage-locaux",)
    assert understand(text).text == ""


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("filmage thermo", {"conditionnement"}),
        ("jardin Lyon", {"entretien-espaces-verts", "jardinage-domicile"}),
        ("imprimer et mettre sous pli", {"impression", "mise-sous-pli"}),
        ("mobilier durable", {"fabrication-mobilier"}),
        ("Croix-Rouge", set()),
        ("sous-traiter", set()),
        ("2,5 litres", set()),
        ("2,5 m de haut", set()),
        ("nettoyage de vêtements", {"pressing", "blanchisserie"}),
        ("lavage de palettes", {"nettoyage-industriel"}),
        ("lavage de jouets", {"bionettoyage"}),
        ("portes coupe-feu", {"menuiserie-batiment", "securite-incendie"}),
        ("façonnage de brochures", {"reliure-faconnage"}),
        ("commerce équitable café", {"cafe-the-equitable"}),
        ("couveuse d’entreprises", {"accompagnement-projets"}),
        ("café sans capsule", {"cafe-the-equitable"}),
        ("tee-shirts sérigraphiés pour le 14 juillet", {"marquage-textile"}),
        ("établissement protégé", set()),
        ("vélo", {"location-velos", "reparation-velos"}),
        ("nettoyage auto", {"nettoyage-vehicules"}),
        ("retaper un document", {"secretariat"}),
        ("retaper un vieux fauteuil", {"restauration-meubles"}),
        ("draps et serviettes", {"location-linge"}),
        ("rénovation de bâtiment", {"multiservices-batiment"}),
        ("conseil achats responsables", {"conseil-rse"}),
        ("peindre la salle à manger", {"peinture-batiment"}),
    ],
)
def test_everyday_words_tell_no_other_trade(text: str, services: set[str]) -> None:
    assert set(understand(text).values(What.SERVICE)) == services


def test_a_printer_is_also_bought_and_mended() -> None:
    other = {"informatique-reconditionnee", "maintenance-informatique"}
    assert other <= set(understand("imprimante").less_sure)
